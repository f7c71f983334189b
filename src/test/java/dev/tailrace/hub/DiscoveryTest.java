package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.Labels;
import dev.tailrace.model.SourceEvent;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import dev.tailrace.source.Discovery;
import dev.tailrace.source.IngestLoop;
import dev.tailrace.source.Opening;
import dev.tailrace.source.Source;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.SourceItem;
import dev.tailrace.source.SourceItems;
import dev.tailrace.source.SourceTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are found as they come. */
class DiscoveryTest {
    private static final StreamName WEB = new StreamName("web");

    private final HubFixture gateway;
    private final List<String> calls = new ArrayList<>();
    private final Finder finder = new Finder();

    DiscoveryTest(@TempDir Path folder) {
        gateway = new HubFixture(folder.resolve("data"));
        gateway.hub().discoveries().start(finder);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private LogStream web() {
        return gateway.hub().streams().find(WEB).orElseThrow();
    }

    @Test
    void whatIsFoundGetsAStreamWithItsLabels() {
        finder.find("pod");
        assertThat(web().labels().values()).containsExactly(Map.entry("from", "pod"));
        assertThat(web().life().state()).isEqualTo(StreamState.RUNNING);
    }

    /** Anybody may push into a stream of any name, before its source is there. */
    @Test
    void aSourcesLabelsReplaceThoseThatARequestGave() {
        gateway.hub().streams().open(WEB, new Labels(Map.of("app", "forged")));
        finder.find("pod");
        assertThat(web().labels().values()).containsExactly(Map.entry("from", "pod"));
        gateway.reopen();
        assertThat(web().labels().values()).containsExactly(Map.entry("from", "pod"));
    }

    @Test
    void aSourceReadsOnTheLoopOfItsStream() {
        FoundSource source = finder.find("pod");
        assertThat(source.loop).isSameAs(web().life().loop());
    }

    @Test
    void aLaterSourceGoesOnInTheSameStream() {
        finder.find("pod").end();
        assertThat(web().life().state()).isEqualTo(StreamState.ENDED);
        finder.find("pod").end();
        assertThat(Records.systemOf(web())).hasSize(2);
    }

    @Test
    void aStreamHasOneSourceAtATime() {
        finder.find("pod");
        assertThatThrownBy(() -> finder.find("other"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("'web'");
    }

    @Test
    void nothingIsFoundAnyMoreBeforeTheSourcesStop() {
        finder.find("pod");
        gateway.hub().drain();
        assertThat(calls).containsExactly("discovery stops", "source stops");
        assertThat(finder.find("pod").loop).as("it was not started").isNull();
    }

    @Test
    void nothingIsFoundAnyMoreWithoutTheDataFolder() throws IOException {
        Files.move(gateway.data, gateway.data.resolveSibling("elsewhere"));
        assertThat(finder.find("pod").loop).as("it was not started").isNull();
    }

    private final class Finder implements Discovery {
        private @Nullable Found found;

        FoundSource find(String label) {
            FoundSource source = new FoundSource();
            Objects.requireNonNull(found).found(WEB, new Labels(Map.of("from", label)), source::on);
            return source;
        }

        @Override
        public void start(Found to) {
            found = to;
        }

        @Override
        public CompletionStage<Void> stop() {
            calls.add("discovery stops");
            return CompletableFuture.completedFuture(null);
        }
    }

    private final class FoundSource implements Source {
        @Nullable IngestLoop loop;
        private @Nullable SourceItems items;

        Source on(IngestLoop its) {
            loop = its;
            return this;
        }

        void end() {
            CompletableFuture.runAsync(
                            () ->
                                    Objects.requireNonNull(items)
                                            .emit(new SourceItem.Event(new SourceEvent.Ended())),
                            Objects.requireNonNull(loop).executor())
                    .join();
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public SourceItems open(Opening stream) {
            items =
                    new SourceItems(
                            new SourceTasks(Objects.requireNonNull(loop), "a test", _ -> {}),
                            () -> {},
                            () -> {});
            return items;
        }

        @Override
        public CompletionStage<Void> stop() {
            calls.add("source stops");
            return CompletableFuture.completedFuture(null);
        }
    }
}
