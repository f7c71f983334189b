package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that the disk did not take are told by the next gateway, if this one cannot. */
class LostRecordsTest {
    private static final Logger LOGGER = Logger.getLogger(Inspection.class.getName());

    private final Path path;
    private final List<String> said = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord told) {
                    said.add(MessageFormat.format(told.getMessage(), told.getParameters()));
                }

                @Override
                public void flush() {
                    // Nothing is held back.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };

    LostRecordsTest(@TempDir Path path) {
        this.path = path;
    }

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.ALL); // though the fixture has its package say nothing
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
    }

    private List<String> lacking() {
        return said.stream().filter(each -> each.contains("history lacks 10 records")).toList();
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
            said.clear();
            stream.open();
            assertThat(lacking()).isEmpty();
        }
    }
}
