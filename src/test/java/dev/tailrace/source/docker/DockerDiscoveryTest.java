package dev.tailrace.source.docker;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.MayBlock;
import dev.tailrace.model.Origin;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.TestLoop;
import dev.tailrace.source.docker.FakeEngine.Box;
import dev.tailrace.source.docker.FakeEngine.Part;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@MayBlock
class DockerDiscoveryTest {
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private static final ContainerChoice ALL = new ContainerChoice(List.of(), Map.of(), true);
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir static Path folder;
    @AutoClose final TestLoop test = new TestLoop();

    private final FoundStreams streams = new FoundStreams(test.loop());
    @AutoClose private FakeEngine fake;
    private DockerDiscovery discovery;
    private long stamp = 1_795_278_564_336_199_979L;

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startEngine() throws IOException {
        fake = new FakeEngine(folder.resolve("engine.sock"));
        discovery = discovery(ALL, 10);
    }

    private DockerDiscovery discovery(ContainerChoice choice, int maxContainers) {
        return new DockerDiscovery(
                new Engine(VERTX, fake.address(), 200),
                new DockerSettings(fake.address(), choice, maxContainers),
                SOON);
    }

    @AfterEach
    void stop() {
        discovery.stop().toCompletableFuture().join();
        streams.stop();
    }

    @Test
    void containersThatRunAndThoseThatHaveEndedAreThereAfterTheStart() {
        box("a", "web").write(line("one"));
        box("b", "job").write(line("done")).exit(0);
        fake.box("c", "never-started");
        discovery.start(streams);
        assertThat(streams.names()).containsExactly("job", "web");
        await().until(() -> streams.stdout("web").equals("one\n"));
        await().until(() -> streams.events("job").equals(List.of("Started", "Exited")));
        assertThat(streams.stdout("job")).isEqualTo("done\n");
        assertThat(discovery.isConnected()).isTrue();
    }

    @Test
    void aContainerThatStartsLaterIsFollowedFromItsFirstLine() {
        discovery.start(streams);
        box("a", "web").write(line("one"));
        await().until(() -> streams.stdout("web").equals("one\n"));
        assertThat(discovery.following()).isEqualTo(1);
    }

    @Test
    void aContainerThatStartsAgainGoesOnInItsStream() {
        discovery.start(streams);
        Box box = box("a", "web").write(line("one"));
        await().until(() -> streams.stdout("web").equals("one\n"));
        box.write(line("two")).exit(1);
        box.start().write(line("three"));
        await().until(() -> streams.stdout("web").equals("one\ntwo\nthree\n"));
        await().untilAsserted(() ->
                assertThat(streams.events("web")).containsExactly("Started", "Exited", "Started"));
    }

    @Test
    void aContainerThatIsMadeAnewGoesOnInTheStreamOfItsName() {
        discovery.start(streams);
        Box first = box("a", "web").write(line("one"));
        await().until(() -> streams.stdout("web").equals("one\n"));
        first.exit(0);
        fake.remove(first);
        box("b", "web").write(line("two"));
        await().until(() -> streams.stdout("web").equals("one\ntwo\n"));
        assertThat(streams.names()).containsExactly("web");
    }

    @Test
    void containersWhoseNamesBecomeTheSameHaveStreamsOfTheirOwn() {
        box("a", "Web").write(line("upper"));
        discovery.start(streams);
        box("b", "web").write(line("lower"));
        await().until(() -> streams.stdout("web-b").equals("lower\n"));
        assertThat(streams.stdout("web")).isEqualTo("upper\n");
    }

    @Test
    void aStreamOfAnotherKindKeepsItsName() {
        streams.take("web");
        box("a", "web").write(line("one"));
        discovery.start(streams);
        await().until(() -> streams.stdout("web-a").equals("one\n"));
    }

    @Test
    void aContainerThatIsRenamedKeepsItsStreamAndLeavesItsName() {
        Box old = box("a", "web").write(line("one"));
        discovery.start(streams);
        fake.rename(old, "old");
        box("b", "web").write(line("two"));
        await().until(() -> streams.stdout("web-b").equals("two\n"));
        old.write(line("three"));
        await().until(() -> streams.stdout("web").equals("one\nthree\n"));
    }

    @Test
    void onlyWhatIsChosenIsFollowed() {
        discovery = discovery(new ContainerChoice(List.of("w*"), Map.of("log", "yes"), false), 10);
        fake.box("a", "web", Map.of("log", "yes"), false).start();
        fake.box("b", "db", Map.of("log", "yes"), false).start();
        fake.box("c", "worker", Map.of(), false).start();
        discovery.start(streams);
        fake.box("d", "dx", Map.of("log", "yes"), false).start();
        fake.box("e", "wx", Map.of("log", "yes"), false).start();
        await().until(() -> streams.names().contains("wx"));
        assertThat(streams.names()).containsExactly("web", "wx");
        assertThat(streams.labels("web"))
                .containsOnly(
                        Map.entry("log", "yes"),
                        Map.entry("container", "web"),
                        Map.entry("container_id", "a"),
                        Map.entry("image", "bb"));
    }

    @Test
    void aContainerThatIsGoneBeforeItsLogIsReadIsReadAllTheSame() {
        discovery.start(streams);
        Box box = fake.box("a", "web").create();
        await().until(() -> discovery.attached() == 1);
        box.dead = true;
        box.start().write(line("one"), line("two")).exit(3);
        fake.remove(box);
        await().untilAsserted(() ->
                assertThat(streams.events("web")).containsExactly("Started", "Exited"));
        assertThat(streams.stdout("web")).isEqualTo("one\ntwo\n");
        assertThat(discovery.attached()).isZero();
    }

    @Test
    void anOutputThatIsAttachedOnlyAfterTheStartIsHeldAllTheSame() {
        discovery.start(streams);
        Box box = fake.box("a", "web");
        box.attachable = new CountDownLatch(1);
        box.create();
        awaitAsked("/containers/a/attach");
        box.endsEarly = true;
        box.start();
        await().untilAsserted(() -> assertThat(streams.events("web")).containsExactly("Started"));
        box.attachable.countDown();
        await().until(() -> discovery.attached() == 1);
        box.write(line("one"));
        box.dead = true;
        fake.remove(box.exit(3));
        await().untilAsserted(() ->
                assertThat(streams.events("web")).containsExactly("Started", "Lost", "Exited"));
        assertThat(streams.stdout("web")).isEqualTo("one\n");
    }

    @Test
    void aLogThatWasAskedForOnceTheOutputWasAttachedIsWholeIfNothingCameAfterwards() {
        discovery.start(streams);
        Box box = fake.box("a", "web");
        box.attachable = new CountDownLatch(1);
        box.create();
        awaitAsked("/containers/a/attach");
        box.start().write(line("one"));
        await().untilAsserted(() -> assertThat(streams.events("web")).containsExactly("Started"));
        assertThat(fake.requests()).noneMatch(each -> each.contains("/containers/a/logs"));
        box.attachable.countDown();
        await().untilAsserted(() -> assertThat(streams.stdout("web")).isEqualTo("one\n"));
        box.dead = true;
        fake.remove(box.exit(3));
        await().untilAsserted(() ->
                assertThat(streams.events("web")).containsExactly("Started", "Exited"));
    }

    private void awaitAsked(String path) {
        await().until(() -> fake.requests().stream().anyMatch(each -> each.contains(path)));
    }

    @Test
    void ofAContainerThatIsGoneBeforeItCanBeLookedAtTheLossIsSaid() {
        discovery.start(streams);
        Box box = fake.box("a", "web", Map.of("app", "shop"), false);
        box.gone = true;
        box.start().exit(3);
        fake.remove(box);
        await().untilAsserted(() ->
                assertThat(streams.events("web")).containsExactly("Started", "Lost", "Exited"));
        assertThat(streams.labels("web")).contains(Map.entry("app", "shop"));
    }

    @Test
    void aContainerThatIsGoneBeforeItsTurnIsSaidWhenItsTurnHasCome() {
        discovery = discovery(ALL, 1);
        Box first = box("a", "web").write(line("one"));
        discovery.start(streams);
        Box late = box("b", "late");
        await().until(() -> discovery.counts().refused.sum() == 1);
        fake.remove(late.exit(0));
        first.exit(0);
        await().untilAsserted(() ->
                assertThat(streams.events("late")).containsExactly("Started", "Lost", "Exited"));
    }

    @Test
    void aContainerThatIsCreatedAndRemovedIsNoStreamAndHoldsNothing() {
        discovery.start(streams);
        Box box = fake.box("a", "web").create();
        await().until(() -> discovery.attached() == 1);
        fake.remove(box);
        await().until(() -> discovery.attached() == 0);
        assertThat(streams.names()).isEmpty();
    }

    @Test
    void onlyTheOutputsOfChosenContainersAreHeld() {
        discovery = discovery(new ContainerChoice(List.of("w*"), Map.of(), false), 10);
        discovery.start(streams);
        fake.box("a", "db").create();
        fake.box("b", "web").create();
        await().until(() -> discovery.attached() == 1);
        assertThat(fake.requests()).noneMatch(each -> each.contains("/containers/a/attach"));
    }

    @Test
    void namesAreChosenInUpperAndLowerCase() {
        ContainerChoice choice = new ContainerChoice(List.of("shop-*"), Map.of("a", "x"), false);
        assertThat(choice.picks("Shop-Web", Map.of("a", "x"))).isTrue();
        assertThat(choice.picks("Shop-Web", Map.of("a", "X"))).isFalse();
        assertThat(choice.picks("Shop-Web", Map.of())).isFalse();
        assertThat(choice.picks("db", Map.of("a", "x"))).isFalse();
    }

    @Test
    void aNameMayHaveTheSlashThatTheEngineShows() {
        ContainerChoice choice =
                DockerSettings.of(config(Optional.empty(), List.of("/shop-db", "web"), 5))
                        .orElseThrow()
                        .choice();
        assertThat(choice.picks("shop-db", Map.of())).isTrue();
        assertThat(choice.picks("web", Map.of())).isTrue();
        assertThat(choice).hasToString("those named shop-db or web");
    }

    @Test
    void aChoiceSaysWhatItAsksFor() {
        assertThat(new ContainerChoice(List.of("a*", "b"), Map.of("k", "v", "l", "w"), false))
                .hasToString("those named a* or b and labelled k=v and l=w");
        assertThat(new ContainerChoice(List.of("a"), Map.of(), true)).hasToString("those named a");
        assertThat(new ContainerChoice(List.of(), Map.of("k", "v"), true))
                .hasToString("those labelled k=v");
        assertThat(ALL).hasToString("all");
    }

    @Test
    void anEngineThatGoesAwayIsFoundAgainWithWhatHappenedMeanwhile() throws IOException {
        Box box = box("a", "web").write(line("one"));
        discovery.start(streams);
        await().until(() -> streams.stdout("web").equals("one\n"));
        fake.down();
        await().until(() -> !discovery.isConnected());
        box.write(line("two"));
        Box late = box("b", "late").write(line("x"));
        fake.up();
        await().until(() -> streams.stdout("web").equals("one\ntwo\n"));
        await().until(() -> streams.stdout("late").equals("x\n"));
        late.write(line("y"));
        await().until(() -> streams.stdout("late").equals("x\ny\n"));
        assertThat(discovery.counts().away.sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void howeverAnEngineEndsItsContainersAreRead(FakeEngine.Ending ending) {
        List<String> questions =
                ending.isOpenBody()
                        ? List.of("/_ping", "/containers/json", "/a/json")
                        : List.of("/_ping", "/events", "/containers/json", "/a/json", "/a/logs");
        questions.forEach(each -> fake.endNext(each, ending));
        discovery =
                new DockerDiscovery(
                        new Engine(VERTX, fake.address(), 200, PATIENCE),
                        new DockerSettings(fake.address(), ALL, 10),
                        SOON);
        box("a", "web").write(line("one")).exit(3);
        discovery.start(streams);
        await().until(() -> streams.events("web").equals(List.of("Started", "Exited")));
        assertThat(streams.stdout("web")).isEqualTo("one\n");
        assertThat(fake.endingNext()).isEmpty();
        box("b", "late").write(line("x"));
        await().until(() -> streams.stdout("late").equals("x\n"));
    }

    @Test
    void anEngineThatIsNotThereYetDoesNotHoldTheStartUp() throws IOException {
        fake.down();
        discovery.start(streams);
        assertThat(discovery.isConnected()).isFalse();
        fake.up();
        box("a", "web").write(line("one"));
        await().until(() -> streams.stdout("web").equals("one\n"));
    }

    @Test
    void noMoreThanMaxContainersAreFollowedAtOnce() {
        discovery = discovery(ALL, 1);
        Box first = box("a", "web").write(line("one"));
        discovery.start(streams);
        box("b", "late").write(line("x"));
        await().until(() -> discovery.counts().refused.sum() == 1);
        assertThat(streams.names()).containsExactly("web");
        first.exit(0);
        await().until(() -> streams.stdout("late").equals("x\n"));
    }

    @Test
    void theNewestVersionThatBothKnowIsSpoken() {
        fake.pingVersion = Optional.of("1.24");
        discovery.start(streams);
        assertThat(fake.requests()).contains("/v1.24/containers/json?all=1");
    }

    @Test
    void aNewerEngineIsAskedInTheNewestVersionThatIsKnownHere() {
        fake.pingVersion = Optional.of("1.99");
        discovery.start(streams);
        assertThat(fake.requests()).contains("/v1.51/containers/json?all=1");
    }

    @Test
    void anEngineThatDoesNotSayItsVersionInTheAnswerToAPingIsAsked() {
        fake.pingVersion = Optional.empty();
        fake.version = "1.30";
        discovery.start(streams);
        assertThat(fake.requests()).contains("/v1.30/containers/json?all=1");
    }

    @Test
    void anEngineThatIsTooOldIsNotSpokenTo() {
        fake.pingVersion = Optional.of("1.23");
        discovery.start(streams);
        assertThat(discovery.isConnected()).isFalse();
        assertThat(fake.requests()).allMatch(each -> each.equals("/_ping"));
        fake.pingVersion = Optional.of("1.24");
        await().until(discovery::isConnected);
    }

    @Test
    void errorsInTheConfigurationNameKeyAndValue() {
        assertRefused(
                config(Optional.of("http://x"), List.of("web"), 5),
                "tailrace.docker.host: 'http://x' is not accepted:"
                        + " unix:///PATH or tcp://HOST:PORT.");
        assertRefused(
                config(Optional.of("tcp://h:1"), List.of(), 5),
                "tailrace.docker.host is 'tcp://h:1', but no container is chosen: set"
                        + " tailrace.docker.containers, labels or all.");
        assertRefused(
                config(Optional.empty(), List.of("web"), 0),
                "tailrace.docker.max-containers is 0: at least 1 is accepted.");
        assertRefused(
                config(Optional.empty(), List.of("/"), 5),
                "tailrace.docker.containers has '' in it: names of containers are accepted, in"
                        + " which * stands for any characters and ? for one.");
        assertThat(DockerSettings.of(config(Optional.empty(), List.of(), 5))).isEmpty();
    }

    private static void assertRefused(DockerConfig config, String message) {
        assertThatThrownBy(() -> DockerSettings.of(config))
                .isInstanceOf(SourceException.class)
                .hasMessage(message);
    }

    private static DockerConfig config(
            Optional<String> host, List<String> names, int maxContainers) {
        return new DockerConfig() {
            @Override
            public Optional<String> host() {
                return host;
            }

            @Override
            public Optional<List<String>> containers() {
                return names.isEmpty() ? Optional.empty() : Optional.of(names);
            }

            @Override
            public Map<String, String> labels() {
                return Map.of();
            }

            @Override
            public boolean all() {
                return false;
            }

            @Override
            public int maxContainers() {
                return maxContainers;
            }
        };
    }

    private Box box(String id, String name) {
        return fake.box(id, name).start();
    }

    private Part line(String text) {
        return new Part(Origin.STDOUT, stamp++, text + "\n");
    }
}
