package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small file is whole, or is set aside and said. */
class SmallFileTest {
    private static final String ASIDE = "a.json.aside-20261120T040000Z";

    private final Path path;
    private final FailingFolder folder;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T04:00:00Z"));
    private final SmallFile file;
    private final LogLines lines = new LogLines("dev.tailrace.log");

    SmallFileTest(@TempDir Path path) throws IOException {
        this.path = path;
        this.folder = new FailingFolder(new DiskFolder(path));
        this.file = new SmallFile(folder, "a.json", 10, clock);
    }

    @AfterEach
    void stopListening() {
        lines.close();
    }

    private String read() throws IOException {
        return file.read(SmallFileTest::parsed, "nothing is known").orElse("nothing");
    }

    private static String parsed(byte[] bytes) throws IOException {
        String text = new String(bytes, UTF_8);
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw new IOException("it is no JSON");
        }
        return text;
    }

    @Test
    void whatWasPutIsRead() throws IOException {
        assertThat(read()).isEqualTo("nothing");
        for (SmallFile.Survives what : SmallFile.Survives.values()) {
            file.replace(("{" + what.ordinal() + "}").getBytes(UTF_8), what);
            assertThat(read()).isEqualTo("{" + what.ordinal() + "}");
        }
        assertThat(folder.names()).containsExactly("a.json");
        assertThat(lines.all()).isEmpty();
    }

    private enum Damage {
        EMPTY,
        TRUNCATED,
        GARBAGE,
        TOO_LARGE,
        FIFO,
        FOLDER,
        NO_PERMISSION;

        void doTo(Path file, FailingFolder folder) throws Exception {
            switch (this) {
                case EMPTY -> Files.writeString(file, "");
                case TRUNCATED -> Files.writeString(file, "{1");
                case GARBAGE -> Files.write(file, new byte[] {(byte) 0xff, 0, 1});
                case TOO_LARGE -> Files.writeString(file, "{123456789}");
                case FIFO ->
                        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                                .isZero();
                case FOLDER -> Files.createDirectories(file.resolve("a folder in it"));
                case NO_PERMISSION -> {
                    Files.writeString(file, "{1}");
                    folder.refuseReading();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeUsedIsSetAsideAndSaidOnce(Damage damage) throws Exception {
        damage.doTo(path.resolve("a.json"), folder);
        assertThat(read()).isEqualTo("nothing");
        assertThat(folder.names()).containsExactly(ASIDE);
        assertThat(lines.all())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(path + "/a.json cannot be used (")
                .endsWith(") and is set aside as " + ASIDE + ": nothing is known.");
        folder.recover();
        file.replace("{2}".getBytes(UTF_8), SmallFile.Survives.POWER_LOSS);
        assertThat(read()).isEqualTo("{2}");
        assertThat(lines.all()).hasSize(1);
    }

    @Test
    void whatTheDiskCannotReadNowIsNotSetAside() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        SmallFile onDisk = new SmallFile(disk.folder("web"), "a.json", 10, clock);
        onDisk.replace("{1}".getBytes(UTF_8), SmallFile.Survives.POWER_LOSS);
        disk.fate(SimulatedDisk.Fate.failing(SimulatedDisk.Operation.READ));
        assertThatIOException().isThrownBy(() -> onDisk.read(SmallFileTest::parsed, ""));
        disk.recover();
        assertThat(onDisk.read(SmallFileTest::parsed, "")).contains("{1}");
    }

    @Test
    void threeAreKeptAside() throws IOException {
        for (int i = 0; i < 9; i++) {
            Files.writeString(path.resolve("a.json"), "damaged " + i);
            read();
            clock.move(Duration.ofSeconds(1));
        }
        assertThat(folder.names())
                .containsExactlyInAnyOrder(
                        "a.json.aside-20261120T040006Z",
                        "a.json.aside-20261120T040007Z",
                        "a.json.aside-20261120T040008Z");
    }

    @Test
    void theSpareIsWhatWasThereBefore() throws IOException {
        file.replaceAndKeep("{1}".getBytes(UTF_8), SmallFile.Survives.POWER_LOSS);
        assertThat(file.spare().exists()).isFalse();
        file.replaceAndKeep("{2}".getBytes(UTF_8), SmallFile.Survives.POWER_LOSS);
        assertThat(read()).isEqualTo("{2}");
        assertThat(file.spare().read(SmallFileTest::parsed, "")).contains("{1}");
    }

    @Test
    void aDiskThatFailsLeavesWhatWasThere() throws IOException {
        file.replace("{1}".getBytes(UTF_8), SmallFile.Survives.POWER_LOSS);
        folder.fillUpAfter(1);
        assertThatIOException()
                .isThrownBy(
                        () -> file.replaceAndKeep("{2}".getBytes(UTF_8), SmallFile.Survives.KILL));
        folder.recover();
        assertThat(read()).isEqualTo("{1}");
    }
}
