package dev.tailrace.hub.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.suite.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
    @TempDir Path disk;

    @TempDir(factory = InSharedMemory.class)
    private Path shared;

    private Path own;

    @BeforeEach
    void nameOwn() throws IOException {
        own = shared.resolve("tailrace-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @Test
    void sharedMemoryGetsAFolderOfTheUsersOwn() throws IOException {
        assertThat(SpoolFolder.inMemory(shared)).contains(own);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(SpoolFolder.inMemory(shared)).as("the second time").contains(own);
    }

    @Test
    void aFolderThatOthersMayEnterIsNotUsed() throws IOException {
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(SpoolFolder.inMemory(shared)).isEmpty();
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(own, disk);
        assertThat(SpoolFolder.inMemory(shared)).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotUsed() {
        assertThat(SpoolFolder.inMemory(disk.resolve("none"))).isEmpty();
    }
}
