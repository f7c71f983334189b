package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.StreamName;
import dev.tailrace.model.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files of streams that say what no gateway has written, in its own form: it starts, goes on
 * with the streams, and takes neither memory nor numbers from them.
 */
class ForgedFilesTest {
    private static final String KNOWN = "'known':{'stdout':0,'stderr':0}";
    private static final String MARK =
            "{'device':1,'inode':1,'offset':%s,'headBytes':%s,'head':%s,'beforeBytes':%s,"
                    + "'before':'00'}";

    private static final List<String> PLACES =
            List.of(
                    "null",
                    "{}",
                    "{'tail':null}",
                    "{'tail':{}}",
                    "{'tail':{'series':{'log':null}," + KNOWN + "}}",
                    marked(MARK.formatted(0, Integer.MAX_VALUE, "'00'", 0)),
                    marked(MARK.formatted(-5, 0, "'00'", Integer.MAX_VALUE)),
                    marked(MARK.formatted(0, 0, "null", 0)),
                    "{'tail':{'series':{'log':{'strangers':[null]}}," + KNOWN + "}}",
                    "{'tail':{'series':{},'known':{'stdout':-9223372036854775808,'stderr':1}}}",
                    "/etc/shadow");

    private static final List<String> RUNS =
            List.of(
                    "null",
                    "[null]",
                    "[{}]",
                    "[{'run':1}]",
                    "[{'run':-3,'started':0,'first':0}]",
                    "[{'run':2147483647,'started':0,'first':0}]",
                    "[{'run':1,'started':0,'first':-1}]",
                    "[{'run':2,'started':0,'first':0},{'run':1,'started':0,'first':2}]");

    private Path followed;

    @TempDir Path folder;

    private static String marked(String mark) {
        return "{'tail':{'series':{'log':{'file':" + mark + "}}," + KNOWN + "}}";
    }

    @BeforeEach
    void write() throws IOException {
        followed = Files.writeString(folder.resolve("app.log"), "one\n");
    }

    /** With streams of these numbers, which follow the same file. */
    private HubFixture gateway(int streams) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            keys.addAll(List.of("tailrace.streams.s" + i + ".tail.path", followed.toString()));
        }
        HubFixture gateway = new HubFixture(folder.resolve("data"), keys.toArray(String[]::new));
        gateway.hub().configured().start();
        awaitLine(gateway, "one");
        return gateway;
    }

    private static LogStream stream(HubFixture gateway, int number) {
        return gateway.hub().streams().find(new StreamName("s" + number)).orElseThrow();
    }

    private static void awaitLine(HubFixture gateway, String line) {
        await().until(() ->
                gateway.hub().streams().all().stream()
                        .allMatch(each -> Records.textsOf(each).contains("stdout F " + line)));
        assertThat(gateway.hub().streams().all())
                .allSatisfy(each -> {
                    assertThat(each.life().state()).isEqualTo(StreamState.RUNNING);
                    assertThat(each.next()).isLessThan(10);
                });
    }

    private void forge(int stream, String file, String text) throws IOException {
        Files.writeString(
                folder.resolve("data/streams/s" + stream).resolve(file), text.replace('\'', '"'));
    }

    @Test
    void aPlaceThatIsNoneBeginsAnew() throws IOException {
        gateway(PLACES.size()).close();
        for (int i = 0; i < PLACES.size(); i++) {
            String place = PLACES.get(i).replace("'", "\\'");
            String source =
                    "{'position':'aaaaaaaa-9223372036854775807','place':'%s'}".formatted(place);
            forge(i, "source.json", source);
            forge(i, "source.json.old", source);
        }
        Files.writeString(followed, "two\n", StandardOpenOption.APPEND);
        try (HubFixture gateway = gateway(PLACES.size())) {
            awaitLine(gateway, "two");
        }
    }

    @Test
    void runsThatCannotHaveBeenAreNotListed() throws IOException {
        gateway(RUNS.size()).close();
        for (int i = 0; i < RUNS.size(); i++) {
            forge(i, "runs.json", RUNS.get(i));
        }
        try (HubFixture gateway = gateway(RUNS.size())) {
            for (int i = 0; i < RUNS.size(); i++) {
                assertThat(stream(gateway, i).parts().runs().list()).as(RUNS.get(i)).isEmpty();
            }
        }
    }

    @Test
    void labelsThatCouldNotBeGivenAreNone() throws IOException {
        gateway(1).close();
        forge(0, "stream.json", "{'epoch':'aaaaaaaa','labels':{'a b':'c'},'created':''}");
        try (HubFixture gateway = gateway(1)) {
            assertThat(stream(gateway, 0).labels().values()).isEmpty();
        }
    }
}
