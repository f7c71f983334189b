package dev.tailrace.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.log.Folder;
import dev.tailrace.log.LogSettings;
import dev.tailrace.log.SettableClock;
import dev.tailrace.log.StreamLog;
import dev.tailrace.log.TestLogs;
import dev.tailrace.model.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A log of random records, and all that was ever put into it. */
final class SearchedLog implements Closeable {
    private static final String[] WORDS = {
        "error",
        "Error",
        "ERROR",
        "warn",
        "stdout",
        "2026-11-20T04",
        "na\u00EFve",
        "stra\u00DFe",
        "\u9519\u8BEF",
        "ri\u017F\u212A",
        "risk",
        "abc",
        "xxxy",
        "12345",
        "F foo",
        "=",
        "id",
        "\t"
    };

    record Line(Origin origin, byte[] content) {}

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T04:00:00.123456789Z"));
    final List<Line> all = new ArrayList<>();
    final Folder folder = TestLogs.folderInMemory();
    private final LogSettings settings;
    private final Random random;
    private StreamLog log;

    SearchedLog(Random random, LogSettings settings) throws IOException {
        this.random = random;
        this.settings = settings;
        this.log = TestLogs.open(folder, settings, clock);
    }

    StreamLog log() {
        return log;
    }

    void reopen() throws IOException {
        log.close();
        log = TestLogs.open(folder, settings, clock);
    }

    void append(int records) {
        for (int i = 0; i < records; i++) {
            byte[] content = content();
            Origin origin = Origin.values()[random.nextInt(10) == 0 ? random.nextInt(3) : 0];
            add(origin, content);
            if (random.nextInt(50) == 0) {
                commit();
            }
        }
        commit();
    }

    void append(String line) {
        add(Origin.STDOUT, line.getBytes(UTF_8));
        commit();
    }

    private void add(Origin origin, byte[] content) {
        log.writer().readNow();
        log.writer().append(origin, random.nextInt(9) == 0, content, 0, content.length);
        all.add(new Line(origin, content));
    }

    private void commit() {
        log.writer().commit();
        clock.move(Duration.ofMillis(1));
    }

    private byte[] content() {
        if (random.nextInt(40) == 0) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = bytes[i] == '\n' ? (byte) 0xc1 : bytes[i];
            }
            return bytes;
        }
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(random.nextInt(100) == 0 ? 2000 : 20);
        for (int i = 0; i < words; i++) {
            boolean rare = random.nextInt(20) == 0;
            text.append(rare ? WORDS[random.nextInt(WORDS.length)] : "item").append(' ');
        }
        return text.toString().getBytes(UTF_8);
    }

    /** Compresses, removes or opens again; or nothing of that. */
    void keep() throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> log.keeper().compressOne();
            case 1 -> log.keeper().retain();
            case 2 -> {
                while (log.keeper().compressOne()) {
                    log.keeper().retain();
                }
            }
            default -> {}
        }
    }

    static RecordFilter filter(String pattern, boolean invert, Set<Origin> origins) {
        return new RecordFilter(origins, BoundedPattern.compile(pattern), invert);
    }

    /** The seqs from {@code first} to before {@code next} that match, one by one. */
    List<Long> matches(String text, boolean invert, Set<Origin> origins, long first, long next) {
        Pattern pattern = Pattern.compile(text);
        List<Long> found = new ArrayList<>();
        for (long seq = first; seq < next; seq++) {
            Line line = all.get((int) seq);
            if (origins.contains(line.origin())
                    && pattern.matcher(line.content()).find() != invert) {
                found.add(seq);
            }
        }
        return found;
    }

    static Set<Origin> anyOrigins(Random random) {
        Set<Origin> origins = EnumSet.noneOf(Origin.class);
        while (origins.isEmpty()) {
            for (Origin origin : Origin.values()) {
                if (random.nextBoolean()) {
                    origins.add(origin);
                }
            }
        }
        return origins;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
