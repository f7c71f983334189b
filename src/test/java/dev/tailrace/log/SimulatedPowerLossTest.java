package dev.tailrace.log;

import static dev.tailrace.log.SimulatedDiskTest.write;
import static dev.tailrace.log.SimulatedFile.PAGE_BYTES;
import static dev.tailrace.log.SimulatedFile.SECTOR_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tailrace.Depth;
import dev.tailrace.log.SimulatedDisk.Fate;
import dev.tailrace.log.SimulatedDisk.Operation;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A power loss on the simulated disk leaves what was synced, and of the rest anything at all. */
class SimulatedPowerLossTest {
    private static final int SEEDS = Depth.rounds(100);

    /** What a process does before the power goes. */
    private interface Work {
        void in(SimulatedDisk disk, Folder folder) throws IOException;
    }

    /** What may be in the file {@code a} afterwards; {@code none} where it is not there. */
    private static Set<String> left(Work work) throws IOException {
        Set<String> left = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            work.in(disk, disk.folder("web"));
            disk.losePower();
            left.add(
                    disk.look("web").contains("a")
                            ? new String(disk.look("web", "a"), UTF_8)
                            : "none");
        }
        return left;
    }

    /** The names that may be there afterwards. */
    private static Set<List<String>> names(Work work) throws IOException {
        Set<List<String>> names = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            work.in(disk, disk.folder("web"));
            disk.losePower();
            names.add(disk.look("web"));
        }
        return names;
    }

    @Test
    void whatWasSyncedSurvives() throws IOException {
        Work work =
                (_, folder) -> {
                    LogFile file = folder.create("a");
                    write(file, 0, "kept");
                    file.sync();
                    folder.sync();
                };
        assertThat(left(work)).containsExactly("kept");
    }

    @Test
    void bytesWithoutASyncAreThereOrNotOrZerosAndTheFileIsLongerOrNot() throws IOException {
        Work work =
                (_, folder) -> {
                    LogFile file = folder.create("a");
                    folder.sync();
                    write(file, 0, "k");
                    file.sync();
                    write(file, 1, "xy");
                };
        assertThat(left(work)).containsExactlyInAnyOrder("k", "kx", "kxy", "k\0", "k\0\0");
    }

    @Test
    void aPageIsTornBetweenItsSectors() throws IOException {
        Work work =
                (_, folder) -> {
                    LogFile file = folder.create("a");
                    folder.sync();
                    write(file, 0, "-".repeat(2 * PAGE_BYTES));
                    file.sync();
                    write(file, 0, "x".repeat(2 * PAGE_BYTES));
                };
        Set<String> left = left(work);
        Set<String> sectors = new HashSet<>();
        for (String each : left) {
            assertThat(each).hasSize(2 * PAGE_BYTES);
            for (int at = 0; at < each.length(); at += SECTOR_BYTES) {
                sectors.add(each.substring(at, at + SECTOR_BYTES));
            }
        }
        assertThat(sectors)
                .containsExactlyInAnyOrder("-".repeat(SECTOR_BYTES), "x".repeat(SECTOR_BYTES));
        String whole = "x".repeat(PAGE_BYTES);
        String gone = "-".repeat(PAGE_BYTES);
        assertThat(left).contains(whole + gone, gone + whole, whole + whole, gone + gone);
        assertThat(left).hasSizeGreaterThan(50);
    }

    @Test
    void aTruncationWithoutASyncHasHappenedOrNot() throws IOException {
        Work work =
                (_, folder) -> {
                    LogFile file = folder.create("a");
                    folder.sync();
                    write(file, 0, "abc");
                    file.sync();
                    file.truncate(2);
                };
        assertThat(left(work)).contains("abc", "ab").isSubsetOf("abc", "ab", "ab\0");
    }

    @Test
    void aSyncThatFailedLosesItsBytesWhateverIsSyncedLater() throws IOException {
        Work work =
                (disk, folder) -> {
                    LogFile file = folder.create("a");
                    folder.sync();
                    write(file, 0, "x");
                    disk.fate(Fate.failing(Operation.SYNC));
                    assertThatIOException().isThrownBy(file::sync);
                    disk.recover();
                    assertThat(SimulatedDiskTest.read(file, 0)).isEqualTo("x");
                    file.sync();
                };
        assertThat(left(work)).containsExactlyInAnyOrder("x", "\0");
    }

    @Test
    void whatIsWrittenAgainAfterASyncThatFailedIsSyncedByTheNext() throws IOException {
        Work work =
                (disk, folder) -> {
                    LogFile file = folder.create("a");
                    folder.sync();
                    write(file, 0, "x");
                    disk.fate(Fate.failing(Operation.SYNC));
                    assertThatIOException().isThrownBy(file::sync);
                    disk.recover();
                    write(file, 0, "x");
                    file.sync();
                };
        assertThat(left(work)).containsExactly("x");
    }

    @Test
    void aFileWhoseNameIsNotSyncedIsThereOrNot() throws IOException {
        Work work =
                (_, folder) -> {
                    LogFile file = folder.create("a");
                    write(file, 0, "kept");
                    file.sync();
                };
        assertThat(left(work)).containsExactlyInAnyOrder("kept", "none");
    }

    @Test
    void aRenameWithoutASyncHasHappenedOrNotButNeverHalf() throws IOException {
        Work work =
                (_, folder) -> {
                    save(folder, "a", "old");
                    folder.sync();
                    save(folder, "b", "new");
                    folder.rename("b", "a");
                };
        assertThat(left(work)).containsExactlyInAnyOrder("old", "new");
        assertThat(names(work)).containsExactlyInAnyOrder(List.of("a"), List.of("a", "b"));
    }

    @Test
    void changesOfNamesSurviveEachForItself() throws IOException {
        Work work =
                (_, folder) -> {
                    folder.create("x");
                    folder.sync();
                    folder.create("a");
                    folder.delete("x");
                    folder.create("b");
                };
        assertThat(names(work))
                .containsExactlyInAnyOrder(
                        List.of(),
                        List.of("a"),
                        List.of("b"),
                        List.of("x"),
                        List.of("a", "b"),
                        List.of("a", "x"),
                        List.of("b", "x"),
                        List.of("a", "b", "x"));
    }

    @Test
    void aFolderThatFailedToSyncIsSyncedByTheNext() throws IOException {
        Work work =
                (disk, folder) -> {
                    save(folder, "a", "kept");
                    disk.fate(Fate.failing(Operation.SYNC_FOLDER));
                    assertThatIOException().isThrownBy(folder::sync);
                    disk.recover();
                    folder.sync();
                };
        assertThat(left(work)).containsExactly("kept");
    }

    @Test
    void whatSurvivedOnceSurvivesTheNextLoss() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            save(disk.folder("web"), "a", "kept");
            disk.losePower();
            List<String> names = disk.look("web");
            disk.losePower();
            assertThat(disk.look("web")).isEqualTo(names);
        }
    }

    private static void save(Folder folder, String name, String text) throws IOException {
        try (LogFile file = folder.create(name)) {
            write(file, 0, text);
            file.sync();
        }
    }
}
