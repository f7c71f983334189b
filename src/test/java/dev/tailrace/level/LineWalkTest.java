package dev.tailrace.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineWalkTest {
    private static final String TIME = "2026-11-20T04:00:00.123456789Z ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();

    private LineWalkTest out(String content) {
        return add("stdout F " + content);
    }

    private LineWalkTest err(String content) {
        return add("stderr F " + content);
    }

    private LineWalkTest part(String content) {
        return add("stdout P " + content);
    }

    private LineWalkTest add(String record) {
        bytes.writeBytes((TIME + record + "\n").getBytes(StandardCharsets.UTF_8));
        ends.add(bytes.size());
        return this;
    }

    private Batch batch() {
        int[] array = ends.stream().mapToInt(Integer::intValue).toArray();
        return new Batch(bytes.toByteArray(), array, 0, 0, array.length, 100, null);
    }

    /** The level of each, and the first seq of its line where it is another's. */
    private List<String> walked() {
        return walked(batch(), new LineWalk(LineState.NOTHING));
    }

    private static List<String> walked(Batch batch, LineWalk walk) {
        List<String> walked = new ArrayList<>();
        for (int i = 0; i < batch.count(); i++) {
            walk.to(batch, i);
            String line = walk.line() == LineWalk.BEGINS ? "" : " " + walk.line();
            walked.add(walk.level().text() + line);
        }
        return walked;
    }

    @Test
    void aLineThatGoesOnWithAnEventHasItsLevel() {
        out("ERROR failed").out("java.io.IOException: x").out("\tat Main").out("Caused by: y");
        out("done").out("\tindented");
        assertThat(walked()).containsExactly("error", "error", "error", "error", "none", "none");
    }

    @Test
    void eachOriginHasItsOwnEvents() {
        out("WARN slow").err("ERROR failed").out("  because").err("\tat Main");
        assertThat(walked()).containsExactly("warn", "error", "warn", "error");
    }

    @Test
    void theRestOfALineHasItsLevelAndItsFirstSeq() {
        part("WARN a").part("ERROR b").err("x").out("INFO c").out("d");
        assertThat(walked()).containsExactly("warn", "warn 100", "none", "warn 100", "none");
    }

    @Test
    void theGatewaysOwnRecordsHaveNoneAndEndNothing() {
        part("WARN a").add("system F {\"state\":\"mark\",\"level\":\"error\"}").out("b").out(" c");
        assertThat(walked()).containsExactly("warn", "none", "warn 100", "warn");
    }

    @Test
    void aWalkGoesOnFromAState() {
        part("WARN a").err("ERROR b").out("c").out(" d").err("\te").part("f").part("g").out("h");
        Batch whole = batch();
        List<String> expected = walked();
        for (int cut = 1; cut < whole.count(); cut++) {
            LineWalk before = new LineWalk(LineState.NOTHING);
            List<String> parts = walked(whole.slice(0, cut), before);
            Batch rest = whole.slice(cut, whole.count());
            parts.addAll(walked(rest, new LineWalk(before.state())));
            assertThat(parts).as("cut before %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void anEventReachesSoFarAndNoFurther() {
        out("ERROR failed");
        for (int i = 0; i < LineWalk.REACH_RECORDS; i++) {
            out("\tat " + i);
        }
        out("\tat last");
        assertThat(walked().subList(LineWalk.REACH_RECORDS - 1, LineWalk.REACH_RECORDS + 2))
                .containsExactly("error", "error", "none");
    }

    @Test
    void aLineReachesSoFarAndNoFurther() {
        for (int i = 0; i < LineWalk.REACH_RECORDS + 2; i++) {
            part("ERROR " + i);
        }
        assertThat(walked().subList(LineWalk.REACH_RECORDS - 1, LineWalk.REACH_RECORDS + 2))
                .containsExactly("error 100", "error 100", "none");
    }

    @Test
    void aPartThatIsFarFromTheOneBeforeBeginsALine() {
        part("ERROR a");
        for (int i = 0; i < LineWalk.REACH_RECORDS; i++) {
            err("x");
        }
        out("WARN b");
        assertThat(walked().getLast()).isEqualTo("warn");
    }

    /** Whoever begins to read knows as much as those who have been there from the start. */
    @Test
    void theLookBackTellsAllThatIsOpen() {
        Random random = new Random(20261128);
        int count = 3 * LineWalk.LOOK_BACK_RECORDS;
        String[] contents = {"ERROR a", "WARN b", "\tat c", "d", " e", "\tat f", "\tat g"};
        for (int i = 0; i < count; i++) {
            // Long stretches of one kind, so that events and lines are cut by the look back.
            int kind = (i / 1500) % 3;
            String content = contents[random.nextInt(kind == 0 ? 7 : 1) + (kind == 0 ? 0 : 2)];
            if (kind == 2 && random.nextInt(900) > 0) {
                part(content);
            } else if (random.nextInt(700) == 0) {
                err(content);
            } else {
                out(content);
            }
        }
        Batch whole = batch();
        List<String> all = walked();
        for (int at = 0; at < count; at += 97) {
            LineWalk walk = new LineWalk(LineState.NOTHING);
            int from = Math.max(0, at - LineWalk.LOOK_BACK_RECORDS);
            if (at > from) {
                walked(whole.slice(from, at), walk);
            }
            Batch rest = whole.slice(at, Math.min(count, at + 97));
            assertThat(walked(rest, new LineWalk(walk.state())))
                    .as("from %d on", at)
                    .isEqualTo(all.subList(at, Math.min(count, at + 97)));
        }
    }
}
