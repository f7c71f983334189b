package dev.tailrace.user;

import dev.tailrace.model.OsText;
import dev.tailrace.source.process.Environment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a user's gateways keep what was given no other place, by the XDG Base Directory
 * Specification: a variable that is empty or relative counts as not set. {@code HOME} is the
 * environment's, which is not always what the JVM takes for the user's home.
 */
public record UserFolders(Environment environment) {
    private static final Path ROOT = Path.of("/");

    /** What outlives gateways: their lines. */
    public Path state() {
        return in("XDG_STATE_HOME")
                .orElseGet(() -> home().resolve(".local/state"))
                .resolve("tailrace");
    }

    /** What is of those that run now. */
    public Path running() {
        return in("XDG_RUNTIME_DIR")
                .map(folder -> folder.resolve("tailrace"))
                .orElseGet(() -> state().resolve("running"));
    }

    /** The JVM has "?" for a user that the system does not know, as in many a container. */
    private Path home() {
        return in("HOME")
                .orElseGet(() -> {
                    Path home = OsText.path(System.getProperty("user.home"));
                    return home.isAbsolute() ? home : ROOT;
                });
    }

    private Optional<Path> in(String variable) {
        return environment.get(variable).filter(text -> text.startsWith("/")).map(OsText::path);
    }
}
