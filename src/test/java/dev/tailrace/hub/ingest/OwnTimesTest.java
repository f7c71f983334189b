package dev.tailrace.hub.ingest;

import static dev.tailrace.Waiting.await;
import static dev.tailrace.model.Origin.STDERR;
import static dev.tailrace.model.Origin.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import dev.tailrace.hub.FedStream;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.hub.Records;
import dev.tailrace.model.Line;
import dev.tailrace.model.LossReason;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.source.SourceItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines whose producer tells their times; unfinished ones go out after 50 ms. */
class OwnTimesTest {
    private static final long NOON = 1_795_176_000_000_000_000L;
    private static final long LATER =
            Instant.parse("2200-01-01T00:00:00Z").toEpochMilli() * 1_000_000;

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
    void aLineWithoutATimeComesRightAfterTheLineBefore() {
        fed.at(NOON, STDOUT, "a\n").untimed(NOON + 7, STDOUT, "bad\n").at(NOON + 9, STDOUT, "b\n");
        fed.commit();
        assertThat(times()).containsExactly(NOON, NOON + 1, NOON + 9);
    }

    @Test
    void aLineWithoutATimeThatIsTheFirstHasTheTimeThatIsGivenForThat() {
        fed.untimed(NOON - 7, STDOUT, "bad\n").at(NOON, STDOUT, "a\n").commit();
        assertThat(times()).containsExactly(NOON - 7, NOON);
    }

    @Test
    void aLineWithoutAnyTimeToGoByIsOfWhenItWasRead() {
        fed.untimed(SourceItem.AFTER_LAST, STDOUT, "bad\n").commit();
        assertThat(times()).singleElement(LONG).isGreaterThan(0).isLessThan(LATER);
    }

    @Test
    void whatTheGatewaySaysOfALossComesRightAfterTheLineBefore() {
        SourceEvent lost = new SourceEvent.Lost(LossReason.TRUNCATED, "f", 7);
        fed.at(NOON, STDOUT, "a\n").event(lost, SourceItem.AFTER_LAST).at(NOON + 9, STDOUT, "b\n");
        fed.commit();
        assertThat(times()).containsExactly(NOON, NOON + 1, NOON + 9);
    }

    @Test
    void oneTimeFarInTheFutureIsReplacedByTheClocksAndNotThatOfLaterLines() {
        fed.at(NOON, STDOUT, "a\n").at(LATER, STDOUT, "b\n").at(LATER + 5, STDERR, "c\n");
        fed.at(NOON + 9, STDOUT, "d\n").commit();
        assertThat(times()).isSorted().allMatch(time -> time < LATER);
        assertThat(Records.textsOf(fed.stream()))
                .containsExactly(
                        "stdout F a",
                        "system F {\"state\":\"ahead\",\"said\":\"2200-01-01T00:00:00Z\"}",
                        "stdout F b",
                        "stderr F c",
                        "stdout F d");
        assertThat(fed.stream().life().ahead()).isEqualTo(2);
    }

    @Test
    void anEventFarInTheFutureIsOfNow() {
        fed.event(new SourceEvent.Started(7, List.of("x")), LATER);
        assertThat(times()).allMatch(time -> time < LATER);
        assertThat(fed.stream().life().runs().list().getFirst().started())
                .isBefore("2200-01-01T00:00:00Z");
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
