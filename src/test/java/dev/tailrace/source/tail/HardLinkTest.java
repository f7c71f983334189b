package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.InShortPath;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hard link is the file itself: whose file a followed name may be is the kernel's to say. */
class HardLinkTest {
    private static final Path GUARD = Path.of("/proc/sys/fs/protected_hardlinks");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final int SOMEBODY = 4711;

    /** Somebody else has to come to it, too. */
    @TempDir(factory = InShortPath.class)
    Path folder;

    @BeforeEach
    void need() throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw Need.lacking(HardLinkTest.class, "run the build as root");
        }
        if (!Files.isExecutable(SETPRIV)) {
            throw Need.lacking(HardLinkTest.class, "apt-get install util-linux");
        }
        if (!Files.readString(GUARD).strip().equals("1")) {
            throw Need.lacking(HardLinkTest.class, "sysctl fs.protected_hardlinks=1");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The exit code of ln, run by somebody. */
    private int link(Path file, String name) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        SETPRIV.toString(),
                        "--reuid=" + SOMEBODY,
                        "--clear-groups",
                        "ln",
                        file.toString(),
                        folder.resolve(name).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void nobodyMakesOneToAFileThatHeMayNotReadAndWrite() throws IOException, InterruptedException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path his = Files.writeString(folder.resolve("his"), "his");
        Files.setAttribute(his, "unix:uid", SOMEBODY);
        assertThat(link(his, "a.log")).isZero();
        assertThat(link(secret, "b.log")).isNotZero();
        assertThat(folder.resolve("b.log")).doesNotExist();
    }
}
