package dev.tailrace.source.stdin;

import static java.lang.IO.println;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that reads its own standard input and says what it found there. */
public final class StdinProgram {
    private StdinProgram() {}

    public static void main(String[] arguments) {
        Recorder sink = new Recorder();
        try (TestLoop test = new TestLoop()) {
            new StdinSource(test.loop(), test.poller()).start(sink);
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> !sink.events().isEmpty());
        }
        println(sink.count(Origin.STDOUT) + " bytes, " + sink.calls());
    }
}
