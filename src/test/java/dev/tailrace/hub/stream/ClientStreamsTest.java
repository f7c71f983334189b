package dev.tailrace.hub.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Access;
import dev.tailrace.access.Grant;
import dev.tailrace.access.Pattern;
import dev.tailrace.access.Right;
import dev.tailrace.hub.HubFixture;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.StreamName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client has of the streams: what it may not see does not exist. */
class ClientStreamsTest {
    private static final StreamName WEB = new StreamName("web");
    private static final StreamName API = new StreamName("api");
    private static final StreamName NONE = new StreamName("none");

    private final HubFixture gateway;
    private final LogStream web;
    private final LogStream api;

    ClientStreamsTest(@TempDir Path data) {
        gateway = new HubFixture(data, "tailrace.push.create", "true");
        web = open(WEB, new Labels(Map.of("team", "shop"), true));
        api = open(API, new Labels(Map.of("team", "shop")));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private LogStream open(StreamName name, Labels labels) {
        return gateway.hub().streams().open(name, labels);
    }

    private static Access access(Right right, String streams, Map<String, Pattern> labels) {
        Grant grant = new Grant(Set.of(right), List.of(new Pattern(streams)), labels);
        return new Access("ci", "", List.of(grant), Instant.MAX);
    }

    private ClientStreams of(Right right, String streams) {
        return gateway.hub().streamsOf(access(right, streams, Map.of()));
    }

    @Test
    void aStreamThatAClientMayNotReadIsNotThere() {
        ClientStreams reader = of(Right.READ, "w*");
        assertThat(reader.all()).containsExactly(web);
        assertThat(reader.find(WEB)).contains(web);
        assertThat(reader.find(API)).isEmpty();
        assertThat(reader.find(NONE)).isEmpty();
    }

    @Test
    void otherRightsLetNothingBeRead() {
        ClientStreams pusher = of(Right.PUSH, "*");
        assertThat(pusher.all()).isEmpty();
        assertThat(pusher.find(WEB)).isEmpty();
        assertThat(pusher.find(Right.PUSH, WEB)).contains(web);
        assertThat(pusher.find(Right.CONTROL, WEB)).isEmpty();
    }

    @Test
    void labelsThatAClientHasPushedLetNobodyRead() {
        Access shop = access(Right.READ, "*", Map.of("team", new Pattern("shop")));
        assertThat(gateway.hub().streamsOf(shop).all()).containsExactly(web);
    }

    @Test
    void thatLabelsAreTrustedSurvivesARestart() {
        Access shop = access(Right.READ, "*", Map.of("team", new Pattern("shop")));
        gateway.reopen();
        assertThat(gateway.hub().streamsOf(shop).all())
                .extracting(LogStream::name)
                .containsExactly(WEB);
    }

    @Test
    void onlyStreamsThatMayBeReadAreTold() {
        List<StreamName> told = new ArrayList<>();
        Runnable unwatch =
                of(Right.READ, "new-*")
                        .watch(
                                new Watcher() {
                                    @Override
                                    public void changed(LogStream stream) {
                                        told.add(stream.name());
                                    }

                                    @Override
                                    public void drain() {
                                        // nothing is to be ended
                                    }
                                });
        web.life().expect();
        open(new StreamName("other"), Labels.NONE);
        open(new StreamName("new-one"), Labels.NONE);
        unwatch.run();
        open(new StreamName("new-two"), Labels.NONE);
        assertThat(told).containsExactly(new StreamName("new-one"));
    }

    private @Nullable Refusal refusal(Access access, StreamName name) {
        return gateway.hub().pushes().refusal(access, name, Labels.NONE);
    }

    private static Refusal named(Refusal refusal, StreamName from, StreamName to) {
        return new Refusal(
                refusal.reason(),
                refusal.sentence().replace(from.value(), to.value()),
                Refusal.Facts.ofStream(to.value()));
    }

    @Test
    void nobodyLearnsByPushingWhichNamesAreTaken() {
        Access elsewhere = access(Right.PUSH, "builds-*", Map.of());
        Refusal taken = Objects.requireNonNull(refusal(elsewhere, WEB));
        Refusal free = Objects.requireNonNull(refusal(elsewhere, NONE));
        assertThat(taken.reason()).isEqualTo(Refusal.Reason.UNKNOWN_STREAM);
        assertThat(named(taken, WEB, NONE)).isEqualTo(free);
    }

    /** It has a source of its own, which only its readers are told of. */
    @Test
    void norOfWhatKindTheyAre() {
        web.life().expect();
        Refusal taken = Objects.requireNonNull(refusal(access(Right.PUSH, "*", Map.of()), WEB));
        assertThat(taken.reason()).isEqualTo(Refusal.Reason.UNKNOWN_STREAM);
        assertThat(refusal(Access.EVERYONE, WEB))
                .extracting(Refusal::reason)
                .isEqualTo(Refusal.Reason.OTHER_SOURCE);
    }

    @Test
    void aReaderThatMayNotPushIsToldSo() {
        assertThat(refusal(access(Right.READ, "*", Map.of()), WEB))
                .extracting(Refusal::reason)
                .isEqualTo(Refusal.Reason.NOT_ALLOWED);
    }

    @Test
    void aGrantByLabelsMakesNoStream() {
        Access shop = access(Right.PUSH, "*", Map.of("team", new Pattern("shop")));
        assertThat(refusal(shop, NONE)).isNotNull();
        var outcome =
                gateway.hub()
                        .pushes()
                        .push(
                                shop,
                                NONE,
                                new Labels(Map.of("team", "shop")),
                                PushedLines.ofText(new byte[] {'a', 0}, 1),
                                null);
        assertThat(outcome.toCompletableFuture().join())
                .isInstanceOf(dev.tailrace.hub.push.PushOutcome.Refused.class);
        assertThat(gateway.hub().streams().find(NONE)).isEmpty();
    }
}
