package dev.tailrace.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir Path disk;
    private Path shared;
    private Path own;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(Files.isWritable(SHARED_MEMORY), "a system without shared memory");
        shared = Files.createTempDirectory(SHARED_MEMORY, "tailrace-test");
        own = shared.resolve("tailrace-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(own);
        Files.delete(shared);
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
