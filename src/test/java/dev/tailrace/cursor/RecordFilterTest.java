package dev.tailrace.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Batch;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilterTest {
    private static final Set<Origin> BOTH = EnumSet.of(Origin.STDOUT, Origin.STDERR);

    private final CursorFixture stream;

    RecordFilterTest(@TempDir Path path) {
        stream = new CursorFixture(path, CursorFixture.TINY);
        stream.append(Origin.STDOUT, false, "GET /index.html 200");
        stream.append(Origin.STDERR, false, "cannot find /süß.html");
        stream.append(Origin.SYSTEM, false, "{\"state\":\"started\"}");
        stream.log.writer().commit();
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
    }

    @Test
    void byDefaultTheGatewaysOwnRecordsAreHidden() {
        assertThat(accepted(RecordFilter.LINES)).isEqualTo("01");
    }

    @Test
    void originsAreChosen() {
        assertThat(accepted(filter(Set.of(Origin.STDERR), null, false))).isEqualTo("1");
        assertThat(accepted(filter(EnumSet.allOf(Origin.class), null, false))).isEqualTo("012");
        assertThat(accepted(filter(Set.of(Origin.SYSTEM), null, false))).isEqualTo("2");
    }

    @Test
    void aPatternIsLookedForAnywhereInTheContentAlone() {
        assertThat(accepted(filter(BOTH, "html", false))).isEqualTo("01");
        assertThat(accepted(filter(BOTH, "^GET", false))).isEqualTo("0");
        assertThat(accepted(filter(BOTH, "200$", false))).isEqualTo("0");
        assertThat(accepted(filter(BOTH, "süß", false))).isEqualTo("1");
        assertThat(accepted(filter(BOTH, "(?i)INDEX", false))).isEqualTo("0");
        assertThat(accepted(filter(BOTH, "stdout", false))).isEmpty();
    }

    @Test
    void invertedShowsTheOthersOfTheSameOrigins() {
        assertThat(accepted(filter(BOTH, "^GET", true))).isEqualTo("1");
        assertThat(accepted(filter(BOTH, "nowhere", true))).isEqualTo("01");
    }

    @Test
    void filtersThatAskForTheSameAreEqual() {
        RecordFilter one = filter(BOTH, "a+", false);
        assertThat(one).isEqualTo(filter(EnumSet.copyOf(BOTH), "a+", false));
        assertThat(one).hasSameHashCodeAs(filter(BOTH, "a+", false));
        assertThat(one).isNotEqualTo(filter(BOTH, "a+", true));
        assertThat(one).isNotEqualTo(filter(BOTH, "a*", false));
        assertThat(one).isNotEqualTo(filter(BOTH, null, false));
        assertThat(one).isNotEqualTo(filter(Set.of(Origin.STDOUT), "a+", false));
    }

    private static RecordFilter filter(
            Set<Origin> origins, @org.jspecify.annotations.Nullable String pattern, boolean not) {
        return new RecordFilter(
                origins, pattern == null ? null : BoundedPattern.compile(pattern), not);
    }

    /** The numbers of the records that are shown. */
    private String accepted(RecordFilter filter) {
        Batch batch = Objects.requireNonNull(stream.log.recent().from(0));
        StringBuilder accepted = new StringBuilder();
        for (int i = 0; i < batch.count(); i++) {
            accepted.append(filter.accepts(batch, i) ? Integer.toString(i) : "");
        }
        return accepted.toString();
    }
}
