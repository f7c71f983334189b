package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that the disk did not take are told by the next gateway, if this one cannot. */
class LostRecordsTest {
    private final Path path;
    @AutoClose private final LogLines lines = new LogLines("dev.tailrace.log");

    LostRecordsTest(@TempDir Path path) {
        this.path = path;
    }

    private List<String> lacking() {
        return lines.all().stream()
                .filter(each -> each.contains("history lacks 10 records"))
                .toList();
    }

    @Test
    void whatAKilledGatewayHadLostIsToldByTheNextOne() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 20);
            stream.folder.recover();
            assertThat(lacking()).isEmpty();
            stream.open();
            assertThat(lacking())
                    .singleElement()
                    .asString()
                    .contains(path.toString())
                    .contains("10 to 19");
        }
    }

    @Test
    void whatTheLogTellsOfItselfIsNotToldAgain() throws IOException {
        try (LogFixture stream = new LogFixture(path)) {
            stream.appendNumbers(0, 10);
            stream.folder.fillUpAfter(0);
            stream.appendNumbers(10, 20);
            stream.folder.recover();
            stream.clock.move(Duration.ofSeconds(1));
            stream.appendNumbers(20, 30);
            lines.forget();
            stream.open();
            assertThat(lacking()).isEmpty();
        }
    }
}
