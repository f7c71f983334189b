package dev.tailrace.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private final List<String> found = new ArrayList<>();

    private Marks marks() {
        found.clear();
        return new Marks((nanos, number) -> found.add(nanos + " " + number));
    }

    private static String event(long nanos, long number) {
        String mark = "@" + nanos + "#" + number + "@ ";
        String line = mark + "x".repeat(LineWriter.LINE_BYTES - 1 - mark.length());
        return "id: k3v9x2ab-"
                + number
                + "\ndata: {\"seq\":"
                + number
                + ",\"line\":\""
                + line
                + "\"}\n\n";
    }

    private static void accept(Marks marks, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        marks.accept(bytes, 0, bytes.length);
    }

    @Test
    void aMarkIsFoundWhereverReadsCutIt() {
        String text = event(123_456_789_012_345L, 0) + event(123_456_789_999_999L, 1);
        for (int cut = 0; cut <= text.length(); cut++) {
            Marks marks = marks();
            accept(marks, text.substring(0, cut));
            accept(marks, text.substring(cut));
            assertThat(found)
                    .as("cut at %d", cut)
                    .containsExactly("123456789012345 0", "123456789999999 1");
        }
    }

    @Test
    void byteByByteItIsTheSame() {
        Marks marks = marks();
        String text = event(5, 41) + event(6, 42) + event(7, 1_234_567_890_123L);
        for (int i = 0; i < text.length(); i++) {
            accept(marks, text.substring(i, i + 1));
        }
        assertThat(found).containsExactly("5 41", "6 42", "7 1234567890123");
    }

    /** Eight bytes are looked at together: the sign may be any of them, or one of the rest. */
    @Test
    void aMarkIsFoundAtEveryDistance() {
        for (int distance = 0; distance < 40; distance++) {
            Marks marks = marks();
            accept(marks, "?".repeat(distance) + "@1#2@");
            assertThat(found).as("distance %d", distance).containsExactly("1 2");
        }
    }

    @Test
    void bytesLikeTheSignAreNot() {
        Marks marks = marks();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i == '@' ? 'A' : i);
        }
        marks.accept(all, 0, all.length);
        accept(marks, "@8#9@");
        assertThat(found).containsExactly("8 9");
    }

    /** The next line's mark comes at the earliest when this line is over. */
    @Test
    void linesThatStandSideBySideAreAllFound() {
        Marks marks = marks();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String mark = "@" + i * 1000L + "#" + i + "@ ";
            lines.append(mark).append("x".repeat(LineWriter.LINE_BYTES - 1 - mark.length()));
            lines.append('\n');
        }
        accept(marks, lines.toString());
        assertThat(found).hasSize(100).startsWith("0 0", "1000 1").endsWith("99000 99");
    }
}
