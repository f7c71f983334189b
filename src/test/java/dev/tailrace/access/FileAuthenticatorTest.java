package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tailrace.access.FileAuthenticator.ByProxy;
import dev.tailrace.access.FileAuthenticator.ByToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token file that changes while a gateway runs. */
class FileAuthenticatorTest {
    private static final String ONE = Token.random(new SecureRandom());
    private static final String TWO = Token.random(new SecureRandom());

    private static final Instant NOW = Instant.parse("2026-11-20T04:00:00Z");

    @TempDir Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("tokens");
        replace(line("one", ONE));
    }

    private static String line(String id, String token) {
        return id + " sha256=" + Token.hash(token) + " rights=read streams=*\n";
    }

    private void replace(String text) throws IOException {
        Path next =
                Files.createFile(
                        folder.resolve("next"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ByToken byToken(Path path) {
        return new ByToken(FileAuthenticator.file(path));
    }

    private ByProxy byProxy() {
        Proxies none = new Proxies(List.of(), "Remote-User", "Remote-Groups");
        return new ByProxy(none, FileAuthenticator.file(file));
    }

    private static void lookTwice(ByToken tokens) {
        tokens.look();
        tokens.look();
    }

    @Test
    void aChangeIsReadWhenTheFileRests() throws IOException {
        ByToken tokens = byToken(file);
        assertThat(tokens.ofToken(ONE, NOW)).isPresent();
        replace(line("two", TWO));
        tokens.look();
        assertThat(tokens.ofToken(TWO, NOW)).as("it may still be written").isEmpty();
        tokens.look();
        assertThat(tokens.ofToken(TWO, NOW)).map(Access::principal).contains("two");
        assertThat(tokens.ofToken(ONE, NOW)).isEmpty();
    }

    @Test
    void whatIsWrittenInPlaceIsReadToo() throws IOException {
        ByToken tokens = byToken(file);
        Files.writeString(file, line("one", TWO));
        lookTwice(tokens);
        assertThat(tokens.ofToken(ONE, NOW)).isEmpty();
        assertThat(tokens.ofToken(TWO, NOW)).isPresent();
    }

    @Test
    void aFileThatCannotBeUsedChangesNothingUntilItCan() throws IOException {
        ByToken tokens = byToken(file);
        Files.writeString(file, "garbage\n");
        lookTwice(tokens);
        assertThat(tokens.isStale()).isTrue();
        assertThat(tokens.ofToken(ONE, NOW)).isPresent();
        Files.delete(file);
        lookTwice(tokens);
        assertThat(tokens.isStale()).isTrue();
        assertThat(tokens.ofToken(ONE, NOW)).isPresent();
        replace(line("two", TWO));
        lookTwice(tokens);
        assertThat(tokens.isStale()).isFalse();
        assertThat(tokens.ofToken(ONE, NOW)).isEmpty();
    }

    @Test
    void aFileThatBecomesReadableForOthersIsOneOfThose() throws IOException {
        ByToken tokens = byToken(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        lookTwice(tokens);
        assertThat(tokens.isStale()).isTrue();
    }

    private static String grant(String id, String key, String streams, String more) {
        return id + " " + key + " rights=read streams=" + streams + more + "\n";
    }

    private static List<String> streams(Access access) {
        return access.grants().stream().map(each -> each.streams().getFirst().text()).toList();
    }

    @Test
    void aUserMayWhatHisLinesAndThoseOfHisGroupsSayUntilTheFirstIsOver() throws IOException {
        replace(
                line("one", ONE)
                        + grant("a", "user=alice", "a", "")
                        + grant("o", "group=ops", "o", " expires=2026-12-01")
                        + grant("p", "group=past", "p", " expires=2026-11-20")
                        + grant("x", "group=alice", "x", "")
                        + grant("y", "user=ops", "y", ""));
        ByProxy users = byProxy();
        Access alice = users.ofUser("alice", List.of("past", "ops", "ops", "none"), NOW);
        assertThat(alice.principal()).isEqualTo("alice");
        assertThat(streams(alice)).containsExactly("a", "o");
        assertThat(alice.expires()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(users.current(alice, NOW)).contains(alice);
        Access later = users.current(alice, alice.expires()).orElseThrow();
        assertThat(streams(later)).containsExactly("a");
        assertThat(later.expires()).isEqualTo(Instant.MAX);
        Access nobody = users.ofUser("bob", List.of(), NOW);
        assertThat(nobody.grants()).isEmpty();
        assertThat(users.current(nobody, NOW)).contains(nobody);
        assertThat(users.current(Access.NOBODY, NOW)).isEmpty();
    }

    /** As Kubernetes mounts a secret. */
    @Test
    void aLinkThatIsSwappedIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        ByToken tokens = byToken(link);
        Path old = Files.move(file, folder.resolve("old"));
        replace(line("two", TWO));
        lookTwice(tokens);
        assertThat(tokens.ofToken(TWO, NOW)).isPresent();
        assertThat(Files.exists(old)).isTrue();
    }

    @Test
    void withoutAFileThereIsNoStart() {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> FileAuthenticator.file(folder.resolve("none")));
    }
}
