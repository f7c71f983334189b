package dev.tailrace.hub;

import static dev.tailrace.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tailrace.access.Access;
import dev.tailrace.hub.push.PushKey;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.model.Labels;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.StreamName;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that starts on a disk without room: it starts, says so, and is well when there is. */
class FullDiskTest {
    private static final StreamName WEB = new StreamName("web");
    private static final int PAGE = 4096;

    @TempDir Path folder;

    private Path disk = Path.of("unused");

    /** What of a disk can be used up; each fills it, and none of them is left. */
    enum Room {
        BYTES {
            @Override
            void use(Path disk) throws IOException {
                try (FileChannel file = create(disk, 0)) {
                    while (true) {
                        file.write(ByteBuffer.allocate(PAGE));
                    }
                }
            }
        },
        NAMES {
            @Override
            void use(Path disk) throws IOException {
                for (int i = 0; ; i++) {
                    create(disk, i).close();
                }
            }
        };

        abstract void use(Path disk) throws IOException;

        static FileChannel create(Path disk, int number) throws IOException {
            return FileChannel.open(
                    disk.resolve("fill" + number),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        }
    }

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=64", "none", disk.toString())
                != 0) {
            throw Need.lacking(FullDiskTest.class, "run as root, which may mount");
        }
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        // A gateway that the test has failed with may have files open.
        run("umount", "--lazy", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private HubFixture gateway() {
        return new HubFixture(
                disk.resolve("data"),
                "tailrace.push.create",
                "true",
                "tailrace.spool.folder",
                folder.resolve("spool").toString());
    }

    private static PushOutcome push(HubFixture gateway, String key) {
        byte[] bytes = "line".getBytes(UTF_8);
        PushedLines lines =
                PushedLines.ofText(Arrays.copyOf(bytes, bytes.length + 1), bytes.length);
        return gateway.hub()
                .pushes()
                .push(Access.EVERYONE, WEB, Labels.NONE, lines, new PushKey(key, "digest"))
                .toCompletableFuture()
                .join();
    }

    private void free() throws IOException {
        try (Stream<Path> files = Files.list(disk)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGatewayStartsOnAFullDiskAndIsNotHealthyUntilThereIsRoom(Room room) throws IOException {
        try (HubFixture gateway = gateway()) {
            assertThat(push(gateway, "1")).isInstanceOf(PushOutcome.Written.class);
        }
        assertThatIOException().isThrownBy(() -> room.use(disk));
        try (HubFixture gateway = gateway()) {
            gateway.hub().configured().start();
            await().untilAsserted(() -> assertThat(gateway.hub().failing()).containsExactly(WEB));
            assertThat(push(gateway, "2"))
                    .isInstanceOfSatisfying(
                            PushOutcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().reason())
                                            .isEqualTo(Refusal.Reason.DISK));
            free();
            await().untilAsserted(() -> assertThat(gateway.hub().failing()).isEmpty());
            assertThat(push(gateway, "2")).isInstanceOf(PushOutcome.Written.class);
        }
    }

    @Test
    void aKeyThatCannotBeNotedTurnsHealthRed() throws IOException {
        try (HubFixture gateway = gateway()) {
            gateway.hub().configured().start();
            assertThat(push(gateway, "1")).isInstanceOf(PushOutcome.Written.class);
            assertThatIOException().isThrownBy(() -> Room.BYTES.use(disk));
            int key = 2;
            while (push(gateway, Integer.toString(key)) instanceof PushOutcome.Written) {
                key++; // the last page of a file has room for a few
            }
            assertThat(gateway.hub().failing()).containsExactly(WEB);
            free();
            await().untilAsserted(() -> assertThat(gateway.hub().failing()).isEmpty());
        }
    }
}
