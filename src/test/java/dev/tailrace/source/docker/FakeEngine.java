package dev.tailrace.source.docker;

import dev.tailrace.model.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of a Docker engine as is asked, over a unix socket, one thread a connection. */
final class FakeEngine implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'")
                    .withZone(ZoneOffset.UTC);

    /**
     * When the first of what is told happens, by the engine's clock; each later one a second on.
     */
    static final long EVENT_TIME = 1_795_278_600_000_000_000L;

    /** No event: the engine goes down. */
    private static final String DOWN = "";

    /** One part of a container's log, its newline included if it has one. */
    record Part(Origin origin, long stamp, String text) {
        static Part of(Origin origin, long stamp, String text) {
            return new Part(origin, stamp, text);
        }

        static Part of(Origin origin, long stamp, byte[] content) {
            return new Part(origin, stamp, new String(content, StandardCharsets.ISO_8859_1));
        }

        byte[] content() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** How an engine may end, or hang, instead of answering a question. */
    enum Ending {
        /** The question is not read, which resets the connection. */
        UNREAD(""),
        READ(""),
        IN_HEAD(Head.BEGUN),
        AFTER_HEAD(Head.CHUNKED),
        IN_CHUNK(Head.CHUNKED + "ff\r\n{"),
        AFTER_CHUNK(Head.CHUNKED + "1\r\n{\r\n"),
        IN_LENGTH(Head.SIZED),
        IN_REFUSAL(Head.REFUSAL),
        /** It says nothing, and keeps the connection. */
        SILENT(""),
        SILENT_IN_HEAD(Head.BEGUN),
        SILENT_IN_BODY(Head.SIZED),
        SILENT_IN_REFUSAL(Head.REFUSAL);

        private final String said;

        Ending(String said) {
            this.said = said;
        }

        /** Whether it could be that an answer that is followed has nothing to say. */
        boolean isOpenBody() {
            return this == SILENT_IN_BODY;
        }

        private boolean isSilent() {
            return compareTo(SILENT) >= 0;
        }

        private static final class Head {
            static final String BEGUN = "HTTP/1.1 200 OK\r\nApi-Ver";
            static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{";
            static final String REFUSAL = "HTTP/1.1 500 X\r\nContent-Length: 99\r\n\r\n{";
        }
    }

    /** A container; its monitor is the engine's lock for it. */
    final class Box {
        final String id;
        volatile String name;
        final Map<String, String> labels;
        final boolean tty;
        final List<Part> parts = new ArrayList<>();
        boolean running;
        volatile int runs;
        int code;

        /** It is about to be removed: its log is not given any more. */
        volatile boolean dead;

        /** What comes from now on is not in logs that are followed. */
        volatile boolean endsEarly;

        /** To be attached waits until then, as while the engine is starting it. */
        volatile CountDownLatch attachable = new CountDownLatch(0);

        /** So often its log is given before it is about to be removed. */
        volatile int diesAfter = Integer.MAX_VALUE;

        /** It is told of, and is no more when it is asked for. */
        volatile boolean gone;

        Box(String id, String name, Map<String, String> labels, boolean tty) {
            this.id = id;
            this.name = name;
            this.labels = labels;
            this.tty = tty;
        }

        synchronized Box write(Part... more) {
            parts.addAll(Arrays.asList(more));
            notifyAll();
            return this;
        }

        /** Tells that it has been created. */
        Box create() {
            tell(event("create", this, ""));
            return this;
        }

        Box start() {
            synchronized (this) {
                running = true;
                runs = runs + 1;
            }
            tell(event("start", this, ""));
            return this;
        }

        Box exit(int with) {
            synchronized (this) {
                running = false;
                code = with;
                notifyAll();
            }
            tell(event("die", this, ",\"exitCode\":\"" + with + "\""));
            return this;
        }

        synchronized String startedAt() {
            return runs == 0 ? "0001-01-01T00:00:00Z" : "2026-11-21T16:00:%02d.5Z".formatted(runs);
        }

        private synchronized String json() {
            return """
            {"Id":"%s","Name":"/%s","Path":"sh","Args":["-c","x"],
             "State":{"Running":%s,"Restarting":false,"Pid":%d,"ExitCode":%d,
                      "StartedAt":"%s","FinishedAt":"2026-11-21T17:00:00Z"},
             "HostConfig":{"LogConfig":{"Type":"%s"}},
             "Config":{"Image":"bb","Tty":%s,"Labels":%s}}\
            """
                    .formatted(
                            id,
                            name,
                            running,
                            running ? 17 : 0,
                            code,
                            startedAt(),
                            logDriver,
                            tty,
                            labels());
        }

        private String labels() {
            return labels.entrySet().stream()
                    .map(each -> "\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private synchronized int written() {
            return parts.size();
        }

        /** The same for somebody who was there before its first run. */
        private synchronized List<Part> nextAttached(int from) throws InterruptedException {
            while (parts.size() == from && (running || runs == 0) && open) {
                wait(20);
            }
            return List.copyOf(parts.subList(from, parts.size()));
        }

        /** The parts from the one at {@code from} on, once there are any; none at the run's end. */
        private synchronized List<Part> next(int from, int run) throws InterruptedException {
            while ((parts.size() == from || endsEarly) && running && runs == run && open) {
                wait(20);
            }
            if (endsEarly && run >= 0) {
                return List.of();
            }
            return List.copyOf(parts.subList(from, parts.size()));
        }
    }

    private final AtomicLong eventTime = new AtomicLong(EVENT_TIME);
    private final Path socket;
    private final Map<String, Box> boxes = new ConcurrentHashMap<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final List<BlockingQueue<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> cuts = new ConcurrentLinkedQueue<>();
    private final Map<String, Ending> endings = new ConcurrentHashMap<>();
    private ServerSocketChannel server;
    private volatile boolean open;
    private volatile Random pieces = new Random(1);
    volatile Optional<String> pingVersion = Optional.of("1.41");
    volatile String version = "1.41";
    volatile boolean filtersEachPart;
    volatile String logDriver = "json-file";
    volatile String logsRefused = "";
    volatile int logsRefusedWith = 501;

    FakeEngine(Path socket) throws IOException {
        this.socket = socket;
        up();
    }

    EngineAddress address() {
        return new EngineAddress.Unix(socket);
    }

    /** What has been asked, such as {@code /v1.41/containers/json?all=1}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Cuts what it sends into other pieces. */
    FakeEngine pieces(Random random) {
        pieces = random;
        return this;
    }

    /** Cuts the next answers with logs off after so many bytes of their bodies. */
    FakeEngine cutAfter(Integer... bytes) {
        cuts.addAll(Arrays.asList(bytes));
        return this;
    }

    /** Ends the next answer to a question with {@code part} in it. */
    FakeEngine endNext(String part, Ending ending) {
        endings.put(part, ending);
        return this;
    }

    /** The questions whose answers have not ended yet. */
    Set<String> endingNext() {
        return Set.copyOf(endings.keySet());
    }

    Box box(String id, String name) {
        return box(id, name, Map.of(), false);
    }

    Box box(String id, String name, Map<String, String> labels, boolean tty) {
        Box box = new Box(id, name, labels, tty);
        boxes.put(id, box);
        return box;
    }

    void rename(Box box, String name) {
        box.name = name;
        tell(event("rename", box, ""));
    }

    void remove(Box box) {
        boxes.remove(box.id);
        tell(event("destroy", box, ""));
    }

    void up() throws IOException {
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        open = true;
        ServerSocketChannel mine = server;
        Thread.ofVirtual().start(() -> accept(mine));
    }

    void down() throws IOException {
        open = false;
        server.close();
        tell(DOWN);
        for (SocketChannel connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    @Override
    public void close() throws IOException {
        down();
    }

    private void accept(ServerSocketChannel from) {
        try {
            while (from.isOpen()) {
                SocketChannel connection = from.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            if (from.isOpen()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = Channels.newInputStream(connection);
            OutputStream out = Channels.newOutputStream(connection);
            for (String path = question(in); path != null; path = question(in)) {
                requests.add(path);
                Ending ending = endingOf(path);
                if (ending == Ending.UNREAD) {
                    return;
                }
                skipHeaders(in);
                if (ending == null) {
                    answer(path, out);
                } else {
                    end(ending, in, out);
                    return;
                }
            }
        } catch (IOException e) {
            // The client has gone, or this is the cut that was asked for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private @Nullable Ending endingOf(String path) {
        return endings.keySet().stream()
                .filter(path::contains)
                .findFirst()
                .map(endings::remove)
                .orElse(null);
    }

    private static void end(Ending ending, InputStream in, OutputStream out) throws IOException {
        out.write(ending.said.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        if (ending.isSilent()) {
            in.read(); // until the client lets it go
        }
    }

    private static @Nullable String question(InputStream in) throws IOException {
        String line = line(in);
        return line.isEmpty() ? null : line.split(" ", -1)[1];
    }

    private static void skipHeaders(InputStream in) throws IOException {
        while (!line(in).isEmpty()) {
            // They say nothing that is needed here.
        }
    }

    /** The next line; an empty one where the client has gone. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    private void answer(String question, OutputStream out)
            throws IOException, InterruptedException {
        URI uri = URI.create(question);
        String path = uri.getPath().replaceFirst("^/v1\\.\\d+", "");
        if (path.equals("/_ping")) {
            String header = pingVersion.map(each -> "Api-Version: " + each + "\r\n").orElse("");
            send(out, 200, header, "OK");
        } else if (path.equals("/version")) {
            send(out, 200, "", "{\"ApiVersion\":\"" + version + "\"}");
        } else if (path.equals("/containers/json")) {
            send(out, 200, "", list());
        } else if (path.equals("/events")) {
            events(out);
        } else {
            ofBox(path, uri.getRawQuery(), out);
        }
    }

    private void ofBox(String path, String query, OutputStream out)
            throws IOException, InterruptedException {
        String[] steps = path.split("/", -1);
        Box box = boxes.get(steps[2]);
        if (box == null || box.gone) {
            send(out, 404, "", "{\"message\":\"No such container: " + steps[2] + "\"}");
        } else if (steps[3].equals("json")) {
            send(out, 200, "", box.json());
        } else if (steps[3].equals("attach")) {
            attach(box, out);
        } else if (box.dead || box.diesAfter-- <= 0) {
            send(out, 409, "", "{\"message\":\"container is dead or marked for removal\"}");
        } else if (!logsRefused.isEmpty()) {
            send(out, logsRefusedWith, "", "{\"message\":\"" + logsRefused + "\"}");
        } else {
            logs(box, query, out);
        }
    }

    private String list() {
        return boxes.values().stream()
                .map(box ->
                        "{\"Id\":\"%s\",\"Names\":[\"/%s\"],\"Labels\":%s}"
                                .formatted(box.id, box.name, box.labels()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void send(OutputStream out, int status, String header, String body)
            throws IOException {
        out.write(
                "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(status, header, body.length(), body)
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void open(OutputStream out) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(
                (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        out.write(chunk.toByteArray());
        out.flush();
    }

    private String event(String action, Box box, String more) {
        String labels =
                box.labels.entrySet().stream()
                        .map(each -> ",\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
        return ("{\"Type\":\"container\",\"Action\":\"%s\",\"Actor\":{\"ID\":\"%s\","
                        + "\"Attributes\":{\"name\":\"%s\",\"image\":\"bb\"%s%s}},"
                        + "\"timeNano\":%d}\n")
                .formatted(
                        action,
                        box.id,
                        box.name,
                        labels,
                        more,
                        eventTime.addAndGet(1_000_000_000L));
    }

    private void tell(String event) {
        listeners.forEach(listener -> listener.add(event));
    }

    private void events(OutputStream out) throws IOException, InterruptedException {
        BlockingQueue<String> mine = new LinkedBlockingQueue<>();
        listeners.add(mine);
        try {
            open(out);
            if (!open) {
                return; // it went down before it could tell
            }
            for (String event = mine.take(); !event.equals(DOWN); event = mine.take()) {
                int half = event.length() / 2;
                chunk(out, event.substring(0, half).getBytes(StandardCharsets.UTF_8));
                chunk(out, event.substring(half).getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            listeners.remove(mine);
        }
    }

    private void logs(Box box, String query, OutputStream out)
            throws IOException, InterruptedException {
        long since = since(query);
        Integer cut = cuts.poll();
        int left = cut == null ? Integer.MAX_VALUE : cut;
        open(out);
        int from = 0;
        int run = query.contains("follow=1") ? box.runs : -1;
        boolean found = false;
        while (true) {
            List<Part> next = box.next(from, run);
            if (next.isEmpty()) {
                break;
            }
            from += next.size();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (Part part : next) {
                found = filtersEachPart ? part.stamp() >= since : found || part.stamp() >= since;
                if (found) {
                    body.writeBytes(box.tty ? text(part) : frame(part));
                }
            }
            left = sendPieces(out, body.toByteArray(), left);
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Frames without stamps, until its run is over; then the connection ends, and with it this. */
    private void attach(Box box, OutputStream out) throws IOException, InterruptedException {
        box.attachable.await();
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
        int from = box.written();
        for (List<Part> next = box.nextAttached(from);
                !next.isEmpty();
                next = box.nextAttached(from)) {
            from += next.size();
            for (Part part : next) {
                byte[] content = part.content();
                out.write(
                        box.tty ? content : frame(part.origin() == Origin.STDERR ? 2 : 1, content));
            }
            out.flush();
        }
        throw new IOException("its output is over");
    }

    private static long since(String query) {
        for (String each : query.split("&", -1)) {
            if (each.startsWith("since=")) {
                String[] time =
                        URLDecoder.decode(each, StandardCharsets.UTF_8)
                                .substring("since=".length())
                                .split("\\.", -1);
                return Long.parseLong(time[0]) * 1_000_000_000L + Long.parseLong(time[1]);
            }
        }
        return Long.MIN_VALUE;
    }

    private int sendPieces(OutputStream out, byte[] body, int allowed) throws IOException {
        int left = allowed;
        for (int at = 0; at < body.length; ) {
            int count = Math.min(body.length - at, 1 + pieces.nextInt(1 + pieces.nextInt(20_000)));
            int send = Math.min(count, left);
            if (send > 0) {
                chunk(out, Arrays.copyOfRange(body, at, at + send));
            }
            left -= send;
            if (send < count) {
                throw new IOException("cut");
            }
            at += count;
        }
        return left;
    }

    static byte[] text(Part part) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(
                STAMP.format(Instant.EPOCH.plusNanos(part.stamp()))
                        .getBytes(StandardCharsets.UTF_8));
        text.write(' ');
        text.writeBytes(part.content());
        return text.toByteArray();
    }

    static byte[] frame(Part part) {
        return frame(part.origin() == Origin.STDERR ? 2 : 1, text(part));
    }

    static byte[] frame(int type, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) type, 0, 0, 0});
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(payload.length >>> shift);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
