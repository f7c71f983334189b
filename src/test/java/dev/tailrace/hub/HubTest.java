package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Labels;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_IDLE = 5;

    @TempDir Path data;

    @Test
    void aStartThatFailsLeavesNoStreamThatItMadeAndNothingCameInto() {
        StreamName before = new StreamName("before");
        try (HubFixture gateway = new HubFixture(data)) {
            gateway.hub().streams().open(before, Labels.NONE);
            gateway.reopen("tailrace.streams.empty.push", "true");
            gateway.hub().configured().start();
            FedStream.start(gateway.hub(), "filled").stdout("a\n");
            gateway.hub().abandon();
            assertThat(data.resolve("streams"))
                    .isDirectoryContaining("glob:**/before")
                    .isDirectoryContaining("glob:**/filled")
                    .isDirectoryNotContaining("glob:**/empty");
            gateway.reopen();
            assertThat(Records.textsOf(find(gateway, "filled"))).contains("stdout F a");
        }
    }

    @Test
    void whatAGatewayHasMadeThatServedStaysAndIsEmpty() {
        try (HubFixture gateway = new HubFixture(data, "tailrace.streams.empty.push", "true")) {
            gateway.hub().configured().start();
            gateway.hub().serves();
            gateway.hub().abandon();
            assertThat(data.resolve("streams/empty")).isDirectory();
        }
    }

    @Test
    void historyIsThereAfterARestartAndNumberingGoesOn() {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream.start(gateway.hub(), "web")
                    .event(new SourceEvent.Started(1, List.of("true")))
                    .stdout("a\nb\n")
                    .event(new SourceEvent.Exited(new ExitStatus(0, 0)));
            LogStream before = find(gateway, "web");
            Epoch epoch = before.epoch();
            List<String> records = Records.textsOf(before);
            gateway.reopen();
            LogStream after = find(gateway, "web");
            assertThat(after.epoch()).isEqualTo(epoch);
            assertThat(after.life().state()).isEqualTo(StreamState.ENDED);
            assertThat(after.life().runs().list()).hasSize(1);
            assertThat(Records.textsOf(after)).isEqualTo(records).hasSize(4);
            FedStream.start(gateway.hub(), "web")
                    .event(new SourceEvent.Started(2, List.of("true")))
                    .stdout("c\n");
            assertThat(after.next()).isEqualTo(6);
            assertThat(after.life().runs().list().getLast().run()).isEqualTo(2);
        }
    }

    @Test
    void aGatewayThatIsToStopBeforeItsStartIsOverStartsNoMoreSources() {
        Path fifo = data.resolve("fifo");
        String key = "tailrace.streams.web.fifo.path";
        try (HubFixture gateway = new HubFixture(data, key, fifo.toString())) {
            gateway.hub().configured().startNoMore();
            gateway.hub().configured().start();
            assertThat(find(gateway, "web").life().kind()).isEqualTo("none");
            assertThat(fifo).doesNotExist();
        }
    }

    /** A second opening of one folder would be a second log in it. */
    @Test
    void whoeverComesAtOnceForANewStreamGetsTheSameOne() throws Exception {
        try (HubFixture gateway = new HubFixture(data);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<LogStream> opened = new CopyOnWriteArrayList<>();
            gateway.hub().streams().observe(opened::add, _ -> {});
            for (int i = 0; i < 50; i++) {
                StreamName name = new StreamName("new-" + i);
                CountDownLatch together = new CountDownLatch(8);
                Callable<LogStream> comes =
                        () -> {
                            together.countDown();
                            together.await();
                            return gateway.hub().streams().open(name, Labels.NONE);
                        };
                for (Future<LogStream> each : threads.invokeAll(Collections.nCopies(8, comes))) {
                    assertThat(each.get()).isSameAs(find(gateway, "new-" + i));
                }
                assertThat(opened).hasSize(i + 1);
            }
        }
    }

    @Test
    void compressionGivesWayToEverythingElse() throws IOException {
        try (HubFixture gateway = new HubFixture(data)) {
            FedStream.start(gateway.hub(), "web");
            await().untilAsserted(
                            () -> assertThat(policyOf("compressor")).containsOnly(SCHED_IDLE));
            assertThat(policyOf("keeper")).containsOnly(SCHED_OTHER);
        }
    }

    /** How the threads of that name are scheduled, as proc(5) and sched(7) have it. */
    private static List<Integer> policyOf(String thread) throws IOException {
        List<Integer> all = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String stat = statOf(task);
                if (stat.contains("(" + thread + ")")) {
                    String[] fields = stat.substring(stat.indexOf(')') + 2).split(" ", -1);
                    all.add(Integer.valueOf(fields[38]));
                }
            }
        }
        return all;
    }

    private static String statOf(Path task) {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (IOException _) {
            return ""; // It has ended since it was listed: ENOENT, or ESRCH if it was open by then.
        }
    }

    @Test
    void streamsAreListedByName() {
        try (HubFixture gateway = new HubFixture(data)) {
            for (String name : new String[] {"web", "api", "db"}) {
                FedStream.start(gateway.hub(), name);
            }
            assertThat(gateway.hub().streams().all())
                    .extracting(stream -> stream.name().value())
                    .containsExactly("api", "db", "web");
            assertThat(gateway.hub().streams().find(new StreamName("none"))).isEmpty();
        }
    }

    @Test
    void aConfiguredFifoIsMadeAndRead() throws IOException {
        Path fifo = data.resolve("web.fifo");
        try (HubFixture gateway =
                new HubFixture(data, "tailrace.streams.web.fifo.path", fifo.toString())) {
            assertThat(gateway.hub().isReady()).isFalse();
            gateway.hub().configured().start();
            assertThat(gateway.hub().isReady()).isTrue();
            Files.write(fifo, "hello\n".getBytes(UTF_8));
            LogStream web = find(gateway, "web");
            await().until(() -> web.next() == 1);
            assertThat(Records.textsOf(web)).containsExactly("stdout F hello");
            assertThat(web.life().kind()).isEqualTo("fifo");
        }
    }

    @Test
    void labelsAreThoseConfiguredLast() {
        String[] one = {
            "tailrace.streams.web.labels.app", "web", "tailrace.streams.web.labels.env", "prod"
        };
        try (HubFixture gateway = new HubFixture(data, one)) {
            assertThat(find(gateway, "web").labels())
                    .isEqualTo(new Labels(Map.of("app", "web", "env", "prod"), true));
            Epoch epoch = find(gateway, "web").epoch();
            gateway.reopen("tailrace.streams.web.labels.app", "shop");
            assertThat(find(gateway, "web").labels())
                    .isEqualTo(new Labels(Map.of("app", "shop"), true));
            gateway.reopen();
            assertThat(find(gateway, "web").labels())
                    .isEqualTo(new Labels(Map.of("app", "shop"), true));
            assertThat(find(gateway, "web").epoch()).isEqualTo(epoch);
        }
    }

    @Test
    void twoSourcesInOneStreamAreRefused() {
        refuses(
                "tailrace.streams.web has 2 sources, fifo and process: a stream has one.",
                "tailrace.streams.web.fifo.path",
                "/tmp/never.fifo",
                "tailrace.streams.web.process.command[0]",
                "true");
    }

    @Test
    void aNameThatCannotNameAStreamIsRefused() {
        refuses(
                "tailrace.streams.Web: a stream's name is " + StreamName.ACCEPTED + ".",
                "tailrace.streams.Web.fifo.path",
                "/tmp/never.fifo");
    }

    @Test
    void aLabelThatPrometheusWouldNotTakeIsRefused() {
        refuses(
                "tailrace.streams.web.labels: label name 'my-app' is not accepted: a letter or '_'"
                        + " first, then letters, digits and '_'.",
                "tailrace.streams.web.labels.my-app",
                "x");
    }

    @Test
    void aBoundThatIsTooSmallIsRefused() {
        refuses(
                "Stream 'web': log.max-record-bytes is 1: from 64 to 16777216 are accepted",
                "tailrace.streams.web.log.max-record-bytes",
                "1");
    }

    @Test
    void aFolderForLinksThatIsRelativeIsRefused() {
        refuses(
                "tailrace.tailing.follow-links has 'docker': accepted are absolute paths.",
                "tailrace.tailing.follow-links",
                "/var/log/pods,docker");
    }

    private void refuses(String sentence, String... configuration) {
        assertThatThrownBy(
                        () -> {
                            try (HubFixture gateway = new HubFixture(data, configuration)) {
                                gateway.hub().configured().start();
                            }
                        })
                .isInstanceOfAny(HubException.class, SourceException.class)
                .hasMessage(sentence);
        // And the folder is free again.
        new HubFixture(data).close();
    }

    private static LogStream find(HubFixture gateway, String name) {
        return gateway.hub().streams().find(new StreamName(name)).orElseThrow();
    }
}
