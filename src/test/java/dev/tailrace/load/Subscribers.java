package dev.tailrace.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** All connections, read by the calling thread with one selector. */
final class Subscribers implements AutoCloseable {
    private static final int READ_BYTES = 256 * 1024;
    private static final int SAMPLED = 20;
    private static final long SELECT_MILLIS = 50;

    private final Selector selector;
    private final Tally tally;
    private final List<Subscriber> all = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES];

    private Subscribers(Selector selector, Tally tally) {
        this.selector = selector;
        this.tally = tally;
    }

    /** Opens {@code count} connections and asks each for the stream from now on. */
    static Subscribers open(int port, int count, Tally tally) throws IOException {
        Subscribers subscribers = new Subscribers(Selector.open(), tally);
        try {
            for (int i = 0; i < count; i++) {
                // Spread evenly, since those that came first may be served first.
                boolean sampled = (i + 1L) * SAMPLED / count > (long) i * SAMPLED / count;
                subscribers.connect(port, sampled);
            }
            return subscribers;
        } catch (IOException e) {
            subscribers.close();
            throw e;
        }
    }

    private void connect(int port, boolean sampled) throws IOException {
        String request =
                "GET /streams/"
                        + ServedFifo.STREAM
                        + "/log?from=now HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nAccept: text/event-stream\r\n\r\n";
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        channel.configureBlocking(false);
        Subscriber subscriber = new Subscriber(tally, sampled);
        all.add(subscriber);
        channel.register(selector, SelectionKey.OP_READ, subscriber);
    }

    /**
     * Returns when each has been told where it begins: it gets what is written from then on.
     *
     * @throws IOException if one has not by then
     */
    void awaitHello(Duration patience) throws IOException {
        if (!readUntil(() -> all.stream().allMatch(Subscriber::isOpen), patience)) {
            long open = all.stream().filter(Subscriber::isOpen).count();
            throw new IOException(open + " of " + all.size() + " connections are open");
        }
    }

    /** Returns when each has the last line, or nothing has come for a while. */
    void readUntil(LineWriter writer, Duration patience) throws IOException {
        readUntil(
                () -> writer.isDone() && all.stream().allMatch(one -> one.next() >= writer.lines()),
                patience);
    }

    /** Counts what each has not got at the end. */
    void countMissing(long lines) {
        for (Subscriber one : all) {
            tally.lost(Math.max(0, lines - one.next()));
        }
    }

    private boolean readUntil(BooleanSupplier condition, Duration patience) throws IOException {
        long lastNews = System.nanoTime();
        long known = tally.deliveries();
        while (!condition.getAsBoolean()) {
            if (tally.deliveries() > known) {
                known = tally.deliveries();
                lastNews = tally.lastDelivery();
            }
            boolean quiet = System.nanoTime() - lastNews > patience.toNanos();
            if (quiet || selector.keys().isEmpty()) {
                return false;
            }
            read();
        }
        return true;
    }

    private void read() throws IOException {
        selector.select(this::read, SELECT_MILLIS);
    }

    private void read(SelectionKey key) {
        Subscriber subscriber = (Subscriber) key.attachment();
        try {
            int count = ((SocketChannel) key.channel()).read(buffer.clear());
            long now = System.nanoTime();
            if (count < 0) {
                key.channel().close();
            } else if (count > 0) {
                buffer.flip().get(bytes, 0, count);
                subscriber.accept(bytes, count, now);
            }
        } catch (IOException e) {
            key.cancel();
            System.err.println("A connection has failed: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
