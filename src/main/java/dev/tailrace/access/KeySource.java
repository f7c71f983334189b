package dev.tailrace.access;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the keys are from that tokens are signed with. */
sealed interface KeySource permits KeySource.OfFile, KeyProvider {
    /** Those that hold. Any thread. */
    JwtKeys keys();

    /** Looks after them, several times a second; for one thread. */
    void look();

    /** Asks for newer ones, if that can help; done when there are none to come. Any thread. */
    CompletableFuture<Void> renewed();

    /** Whether those that hold are not the newest. Any thread. */
    boolean isStale();

    /** Looks after them no more. */
    void close();

    /** Those of a file. */
    record OfFile(Reloaded<JwtKeys> file) implements KeySource {
        static OfFile at(Path path) {
            return new OfFile(
                    new Reloaded<>(
                            new OwnFile(path, "key file", OwnFile.Guard.PUBLIC),
                            (List<String> lines) -> JwtKeys.parse(String.join("\n", lines))));
        }

        @Override
        public JwtKeys keys() {
            return file.value();
        }

        @Override
        public void look() {
            file.look();
        }

        @Override
        public CompletableFuture<Void> renewed() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isStale() {
            return file.isStale();
        }

        @Override
        public void close() {}
    }
}
