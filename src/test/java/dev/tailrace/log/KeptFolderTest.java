package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders a gateway keeps its files in. */
class KeptFolderTest {
    /** Another user, and another group, than that of the tests. */
    private static final int MALLORY = 65533;

    private static final int STICKY_FOR_ALL = 01777;

    @TempDir Path temporary;

    private Path folder(String mode) throws IOException {
        Path made = Files.createDirectory(temporary.resolve("data"));
        return chmod(made, mode);
    }

    private static Path chmod(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Path ofMallory(Path path) throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            throw Need.lacking(KeptFolderTest.class, "run as root");
        }
        return Files.setAttribute(path, "unix:uid", MALLORY, LinkOption.NOFOLLOW_LINKS);
    }

    private static KeptFolder at(Path path) throws IOException {
        return KeptFolder.at(path, KeptFolder.Kind.DATA);
    }

    private static void assertUnsafe(Path path, String... parts) {
        assertThatThrownBy(() -> at(path))
                .isInstanceOf(UnsafeFolderException.class)
                .hasMessageStartingWith("The data folder " + path + " cannot be used: ")
                .hasMessageContainingAll(parts)
                .hasMessageEndingWith(", or choose another with --data.");
    }

    @Test
    void aFolderThatIsMissingIsMadeForItsUserAlone() throws IOException {
        Path deep = temporary.resolve("a/b");
        assertThat(at(deep).own("streams")).isEqualTo(deep.resolve("streams"));
        assertThat(mode(temporary.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(deep)).isEqualTo("rwx------");
        assertThat(mode(deep.resolve("streams"))).isEqualTo("rwx------");
    }

    @Test
    void aFolderOfAnotherUsersIsRefused() throws IOException {
        Path data = ofMallory(folder("rwxr-xr-x"));
        assertUnsafe(data, "another user's", "owner " + MALLORY, "mode 0755", "chown 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
    void aFolderInWhichOthersMayWriteIsRefused(String open) throws IOException {
        Path data = folder(open);
        Files.createFile(data.resolve("planted"));
        assertUnsafe(data, "others could replace", "owner ", "mode 07", "chmod -R go-w " + data);
        assertThat(mode(data)).isEqualTo(open);
    }

    /** Those versions kept to the umask, which is 002 where each user has a group. */
    @Test
    void theRefusalOfWhatAnOldVersionMadeHasTheCommandThatMendsIt() throws Exception {
        Path data = folder("rwxrwxr-x");
        Path streams = Files.createDirectory(data.resolve("streams"));
        Path log = chmod(Files.createFile(streams.resolve("0.log")), "rw-rw-r--");
        chmod(streams, "rwxrwxr-x");
        String command = "chmod -R go-w " + data;
        assertUnsafe(data, "(" + command + ")");
        assertThat(new ProcessBuilder(command.split(" ", -1)).start().waitFor()).isZero();
        at(data).own("streams");
        assertThat(mode(streams)).isEqualTo("rwx------");
        assertThat(mode(log)).isEqualTo("rw-------");
    }

    @Test
    void anEmptyFolderInWhichOthersMayWriteIsTakenFromThem() throws IOException {
        Path data = folder("rwxrwxrwx");
        at(data);
        assertThat(mode(data)).isEqualTo("rwx------");
    }

    @Test
    void inAFolderThatIsSharedAsTmpIsTheGatewayHasOneOfItsOwn() throws IOException {
        Path shared = folder("rwxrwxrwx");
        Files.setAttribute(shared, "unix:mode", STICKY_FOR_ALL);
        Files.createFile(shared.resolve("of others"));
        KeptFolder kept = at(shared);
        Path own = kept.own("spool");
        kept.tighten(Set.of("of others", "spool"));
        assertThat(mode(own)).isEqualTo("rwx------");
        assertThat(mode(shared)).isEqualTo("rwxrwxrwx");
        assertThat(at(shared).own("spool")).as("the second time").isEqualTo(own);
    }

    @Test
    void aFolderThatAnotherUserHasPutInTheWayIsRefused() throws IOException {
        Path shared = folder("rwxrwxrwx");
        Files.setAttribute(shared, "unix:mode", STICKY_FOR_ALL);
        Path planted = ofMallory(Files.createDirectory(shared.resolve("spool")));
        KeptFolder kept = KeptFolder.at(shared, KeptFolder.Kind.SPOOL);
        assertThatThrownBy(() -> kept.own("spool"))
                .isInstanceOf(UnsafeFolderException.class)
                .hasMessageStartingWith("The spool folder " + planted + " cannot be used: ")
                .hasMessageEndingWith("choose another with tailrace.spool.folder.");
    }

    @Test
    void aLinkThatAnotherUserHasPutInTheWayIsNotFollowed() throws IOException {
        Path shared = folder("rwxrwxrwx");
        Files.setAttribute(shared, "unix:mode", STICKY_FOR_ALL);
        Path target = Files.createDirectory(temporary.resolve("target"));
        String before = mode(chmod(target, "rwxr-xr-x"));
        ofMallory(Files.createSymbolicLink(shared.resolve("spool"), target));
        KeptFolder kept = at(shared);
        assertThatThrownBy(() -> kept.own("spool"))
                .hasMessageContaining("a link of another user's");
        assertThatThrownBy(() -> at(shared.resolve("spool")))
                .hasMessageContaining("a link of another user's");
        assertThat(mode(target)).isEqualTo(before);
    }

    @Test
    void aLinkOfTheUsersOwnLeadsOn() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("disk"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), target);
        at(link).own("streams");
        assertThat(target.resolve("streams")).isDirectory();
    }

    @Test
    void whatAnOlderVersionLeftOpenIsTakenFromOthersWithAllThatIsInIt() throws IOException {
        Path data = folder("rwxr-xr-x");
        Path streams = Files.createDirectory(data.resolve("streams"));
        Path web = Files.createDirectory(streams.resolve("web"));
        Path log = chmod(Files.createFile(web.resolve("0.log")), "rw-r--r--");
        Path outside = chmod(Files.createFile(temporary.resolve("outside")), "rw-r--r--");
        Files.createSymbolicLink(web.resolve("link"), outside);
        chmod(web, "rwxr-xr-x");
        chmod(streams, "rwxr-xr-x");
        KeptFolder kept = at(data);
        kept.own("streams");
        kept.tighten(Set.of("streams"));
        assertThat(mode(log)).isEqualTo("rw-------");
        assertThat(mode(web)).isEqualTo("rwx------");
        assertThat(mode(streams)).isEqualTo("rwx------");
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(outside)).as("what a link leads to").isEqualTo("rw-r--r--");
    }

    @Test
    void aFolderWithThingsOfOthersInItStaysAsItIs() throws IOException {
        Path data = folder("rwxr-xr-x");
        Files.createFile(data.resolve("app.fifo"));
        KeptFolder kept = at(data);
        kept.own("streams");
        kept.tighten(Set.of("streams"));
        assertThat(mode(data)).isEqualTo("rwxr-xr-x");
        assertThat(mode(data.resolve("streams"))).isEqualTo("rwx------");
    }

    @Test
    void aFileInTheWayIsNoFolder() throws IOException {
        KeptFolder kept = at(folder("rwx------"));
        Files.createFile(temporary.resolve("data/streams"));
        assertThatThrownBy(() -> kept.own("streams"))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aFileIsItsUsersAloneAndNoLink() throws IOException {
        Path data = folder("rwx------");
        KeptFolder kept = at(data);
        openLock(kept).close();
        assertThat(mode(data.resolve("lock"))).isEqualTo("rw-------");
        chmod(data.resolve("lock"), "rw-r--r--");
        openLock(kept).close();
        assertThat(mode(data.resolve("lock"))).isEqualTo("rw-------");
        Files.createLink(data.resolve("second name"), data.resolve("lock"));
        assertThatThrownBy(() -> openLock(kept)).isInstanceOf(UnsafeFolderException.class);
        Files.delete(data.resolve("lock"));
        Files.createSymbolicLink(data.resolve("lock"), data.resolve("second name"));
        assertThatThrownBy(() -> openLock(kept)).isInstanceOf(UnsafeFolderException.class);
    }

    private static FileChannel openLock(KeptFolder folder) throws IOException {
        return folder.open("lock", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** As Kubernetes makes it with fsGroup, all that is in it included, at each start of a pod. */
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxrwxrwx"})
    void theRootOfAVolumeMayBeWrittenByThoseThatItIsMountedFor(String open) throws IOException {
        Path volume = folder(open);
        Path streams = Files.createDirectory(volume.resolve("streams"));
        Path log = chmod(Files.createFile(streams.resolve("0.log")), "rw-rw----");
        chmod(streams, "rwxrwx---");
        try (LogLines said = new LogLines("dev.tailrace.log")) {
            KeptFolder kept = KeptFolder.at(volume, KeptFolder.Kind.DATA, true);
            assertThat(said.all())
                    .singleElement()
                    .asString()
                    .startsWith("The data folder " + volume + " is the root of a volume");
            kept.own("streams");
            assertThat(mode(log)).isEqualTo("rw-------");
            assertThat(mode(streams)).isEqualTo("rwx------");
            chmod(streams, "rwxrwxrwx");
            assertThatThrownBy(() -> kept.own("streams")).isInstanceOf(UnsafeFolderException.class);
        }
    }

    @Test
    void whatIsMountedIsKnownByItsPath() throws IOException {
        assertThat(Mounts.isRoot(Path.of("/proc"))).isTrue();
        assertThat(Mounts.isRoot(Path.of("/proc/self/.."))).isTrue();
        assertThat(Mounts.isRoot(temporary)).isFalse();
    }
}
