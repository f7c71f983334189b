package dev.tailrace.face.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cursor.Fields;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.level.Level;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Origin;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which readers share what one of them had encoded: those whose encoders are equal. */
class LinesEncoderTest {
    private static final LineState IN_EVENT =
            new LineState(
                    new LineState.OfOrigin(Level.ERROR, 7, -1, -1), LineState.NOTHING.stderr());

    private static LinesEncoder encoder(Set<Level> levels, Fields fields, LineState open) {
        RecordFilter filter =
                new RecordFilter(
                        EnumSet.of(Origin.STDOUT, Origin.STDERR), null, false, levels, fields);
        return new LinesEncoder(new Epoch("k3v9x2ab"), filter, open);
    }

    @Test
    void whoAsksForTheSameFieldsAndLevelsShares() {
        Fields both = new Fields(true, true);
        assertThat(encoder(Set.of(Level.WARN), both, IN_EVENT))
                .isEqualTo(encoder(EnumSet.of(Level.WARN), new Fields(true, true), IN_EVENT));
        assertThat(encoder(RecordFilter.ANY_LEVEL, Fields.NONE, LineState.NOTHING).filter())
                .isEqualTo(RecordFilter.LINES);
    }

    @Test
    void whoAsksForOthersOrIsInAnotherEventDoesNot() {
        LinesEncoder one = encoder(Set.of(Level.WARN), new Fields(true, false), IN_EVENT);
        assertThat(one)
                .isNotEqualTo(encoder(Set.of(Level.WARN), new Fields(true, true), IN_EVENT))
                .isNotEqualTo(encoder(Set.of(Level.INFO), new Fields(true, false), IN_EVENT))
                .isNotEqualTo(
                        encoder(Set.of(Level.WARN), new Fields(true, false), LineState.NOTHING));
    }
}
