package dev.tailrace.source.stdin;

import static dev.tailrace.Waiting.await;
import static java.lang.IO.println;

import dev.tailrace.model.Origin;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.TestLoop;

/** A program that reads its own standard input and says what it found there. */
public final class StdinProgram {
    private StdinProgram() {}

    public static void main(String[] arguments) {
        Recorder sink = new Recorder();
        try (TestLoop test = new TestLoop()) {
            sink.follow(new StdinSource(test.loop()));
            await().until(() -> !sink.events().isEmpty());
        }
        println(sink.count(Origin.STDOUT) + " bytes, " + sink.calls());
    }
}
