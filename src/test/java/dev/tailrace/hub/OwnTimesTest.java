package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Line;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines whose producer tells their times; unfinished ones go out after 50 ms. */
class OwnTimesTest {
    private static final long NOON = 1_795_176_000_000_000_000L;

    private final HubFixture gateway;
    private final FedStream fed;

    OwnTimesTest(@TempDir Path folder) {
        gateway = new HubFixture(folder);
        fed = FedStream.start(gateway.hub(), "s");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private List<Long> times() {
        return Records.of(fed.stream()).stream().map(Line::time).toList();
    }

    @Test
    void aLineKeepsItsOwnTime() {
        fed.at(NOON, STDOUT, "a\n").at(NOON + 500, STDERR, "b\n").commit();
        assertThat(times()).containsExactly(NOON, NOON + 500);
    }

    @Test
    void timesThatDoNotRiseAreMadeToRise() {
        fed.at(NOON, STDOUT, "a\n").at(NOON, STDOUT, "b\n").at(NOON - 9, STDOUT, "c\n").commit();
        assertThat(times()).containsExactly(NOON, NOON + 1, NOON + 2);
    }

    @Test
    void nobodySeesALineBeforeItIsCommitted() {
        fed.at(NOON, STDOUT, "a\n");
        assertThat(fed.stream().next()).isZero();
        fed.commit();
        assertThat(fed.stream().next()).isEqualTo(1);
    }

    @Test
    void partsOfOneOriginAreJoinedAcrossThoseOfTheOther() {
        fed.at(NOON, STDERR, "er").at(NOON + 1, STDOUT, "out\n").at(NOON + 2, STDERR, "ror\n");
        fed.commit();
        assertThat(Records.textsOf(fed.stream())).containsExactly("stdout F out", "stderr F error");
    }

    @Test
    void anUnfinishedLineGoesOutWithItsOwnTimeAfterAQuietTime() {
        fed.at(NOON, STDERR, "er").at(NOON + 1, STDOUT, "ou").commit();
        await().until(() -> fed.stream().next() == 2);
        assertThat(Records.textsOf(fed.stream()))
                .containsExactlyInAnyOrder("stdout P ou", "stderr P er");
        assertThat(times()).allSatisfy(time -> assertThat(time).isBetween(NOON, NOON + 2));
    }
}
