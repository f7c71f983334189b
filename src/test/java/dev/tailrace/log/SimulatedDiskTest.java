package dev.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tailrace.log.SimulatedDisk.Fate;
import dev.tailrace.log.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulated disk keeps what real ones keep, and loses what they may lose. */
class SimulatedDiskTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private SimulatedFolder folder = disk.folder("web");

    @Test
    void whatIsWrittenIsRead() throws IOException {
        LogFile file = folder.create("a");
        write(file, 0, "one two");
        write(file, 4, "TWO three");
        assertThat(file.size()).isEqualTo(13);
        assertThat(read(folder.openForReading("a"), 2)).isEqualTo("e TWO three");
        assertThat(file.read(ByteBuffer.allocate(1), 13)).isEqualTo(-1);
        file.truncate(5);
        assertThat(read(file, 0)).isEqualTo("one T");
        write(file, 7, "x");
        assertThat(read(file, 0)).isEqualTo("one T\0\0x");
    }

    @Test
    void namesAreMadeReplacedAndRemoved() throws IOException {
        LogFile first = folder.create("a");
        write(first, 0, "first");
        write(folder.create("b"), 0, "second");
        folder.rename("b", "a");
        assertThat(folder.names()).containsExactly("a");
        assertThat(read(folder.open("a"), 0)).isEqualTo("second");
        assertThat(read(first, 0)).isEqualTo("first");
        folder.delete("a");
        folder.delete("a");
        assertThat(folder.exists("a")).isFalse();
        assertThat(folder.names()).isEmpty();
    }

    @Test
    void foldersAreApart() throws IOException {
        folder.create("a");
        assertThat(disk.folder("audit").names()).isEmpty();
        assertThat(disk.folder("web").names()).containsExactly("a");
    }

    @Test
    void callsThatMakeNoSenseFailAsOnARealDisk() throws IOException {
        LogFile file = folder.create("a");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> folder.create("a"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> folder.open("b"));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> folder.rename("b", "c"));
        assertThatExceptionOfType(NonWritableChannelException.class)
                .isThrownBy(() -> write(folder.openForReading("a"), 0, "x"));
        file.close();
        assertThatExceptionOfType(ClosedChannelException.class)
                .isThrownBy(() -> write(file, 0, "x"));
    }

    @Test
    void openFilesAreCountedUntilTheyAreClosed() throws IOException {
        LogFile file = folder.create("a");
        LogFile reading = folder.openForReading("a");
        assertThat(disk.openFiles()).isEqualTo(2);
        file.close();
        file.close();
        assertThat(disk.openFiles()).isEqualTo(1);
        reading.close();
        assertThat(disk.openFiles()).isZero();
    }

    @Test
    void aFullDiskTakesWhatFits() throws IOException {
        LogFile file = folder.create("a");
        write(file, 0, "12345");
        disk.fillUpAfter(3);
        write(file, 0, "ABCDE");
        assertThatIOException()
                .isThrownBy(() -> write(file, 4, "efghij"))
                .withMessage("No space left on device");
        assertThat(read(file, 0)).isEqualTo("ABCDefgh");
        assertThat(disk.failures()).isEqualTo(1);
        file.truncate(6);
        write(file, 6, "GH");
        assertThatIOException().isThrownBy(() -> write(file, 8, "I"));
        disk.recover();
        write(file, 8, "I");
        assertThat(read(file, 0)).isEqualTo("ABCDefGHI");
    }

    @Test
    void aDeletedFileGivesItsRoomBackWhenItIsClosed() throws IOException {
        LogFile old = folder.create("old");
        write(old, 0, "12345");
        LogFile file = folder.create("a");
        disk.fillUpAfter(0);
        folder.delete("old");
        assertThatIOException().isThrownBy(() -> write(file, 0, "x"));
        old.close();
        write(file, 0, "12345");
        assertThatIOException().isThrownBy(() -> write(file, 5, "6"));
    }

    @Test
    void chosenCallsFailAndTheOthersDoNot() throws IOException {
        LogFile file = folder.create("a");
        write(file, 0, "1");
        for (Operation operation : Operation.values()) {
            disk.fate(Fate.failing(operation));
            check(operation == Operation.LIST, () -> folder.names());
            check(operation == Operation.CREATE, () -> folder.create("b"));
            check(operation == Operation.OPEN, () -> folder.open("a"));
            check(operation == Operation.READ, () -> read(file, 0));
            check(operation == Operation.WRITE, () -> write(file, 1, "2"));
            check(operation == Operation.TRUNCATE, () -> file.truncate(1));
            check(operation == Operation.SYNC, () -> file.sync());
            check(operation == Operation.SYNC_FOLDER, () -> folder.sync());
            disk.recover();
            folder.delete("b");
            write(folder.create("c"), 0, "3");
            disk.fate(Fate.failing(operation));
            check(operation == Operation.RENAME, () -> folder.rename("c", "d"));
            check(operation == Operation.DELETE, () -> folder.delete("d"));
            disk.recover();
            folder.delete("c");
            folder.delete("d");
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void check(boolean fails, Act act) throws IOException {
        if (fails) {
            assertThatIOException().isThrownBy(act::run).withMessage("Input/output error");
        } else {
            act.run();
        }
    }

    @Test
    void readsMayBeShortButNeverEmptyAndNeverWrong() throws IOException {
        LogFile file = folder.create("a");
        write(file, 0, "0123456789");
        disk.readShort();
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ByteBuffer target = ByteBuffer.allocate(10);
            int length = file.read(target, 0);
            lengths.add(length);
            assertThat(text(target)).isEqualTo("0123456789".substring(0, length));
            assertThat(read(file, 0)).isEqualTo("0123456789");
        }
        assertThat(lengths).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void aProcessThatDiesLeavesWhatItWroteAndAnyPartOfItsLastWrite() throws IOException {
        Set<String> left = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            LogFile file = folder.create("a");
            write(file, 0, "1");
            disk.dieAt(disk.calls());
            assertThatExceptionOfType(ProcessDied.class).isThrownBy(() -> write(file, 1, "23"));
            assertThatExceptionOfType(ProcessDied.class).isThrownBy(() -> folder.names());
            disk.kill();
            assertThatExceptionOfType(ProcessDied.class).isThrownBy(() -> read(file, 0));
            assertThatExceptionOfType(ProcessDied.class).isThrownBy(() -> folder.exists("a"));
            file.close();
            assertThat(disk.openFiles()).isZero();
            folder = disk.folder("web");
            left.add(new String(disk.look("web", "a"), UTF_8));
            folder.delete("a");
        }
        assertThat(left).containsExactlyInAnyOrder("1", "12", "123");
    }

    @Test
    void aCallThatTheProcessDiesInIsNotDone() throws IOException {
        folder.create("a");
        disk.dieAt(disk.calls());
        assertThatExceptionOfType(ProcessDied.class).isThrownBy(() -> folder.rename("a", "b"));
        disk.kill();
        assertThat(disk.look("web")).containsExactly("a");
    }

    @Test
    void theSameSeedGivesTheSameDisk() throws IOException {
        assertThat(lossOf(7)).isEqualTo(lossOf(7));
        Set<String> losses = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            losses.add(lossOf(seed));
        }
        assertThat(losses).hasSizeGreaterThan(10);
    }

    private static String lossOf(long seed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        LogFile file = disk.folder("web").create("a");
        disk.folder("web").sync();
        write(file, 0, "x".repeat(20_000));
        disk.losePower();
        return new String(disk.look("web", "a"), UTF_8);
    }

    static void write(LogFile file, long position, String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), position);
    }

    static String read(LogFile file, long position) throws IOException {
        ByteBuffer target = ByteBuffer.allocate((int) (file.size() - position));
        file.readFully(target, position);
        return text(target);
    }

    private static String text(ByteBuffer target) {
        return UTF_8.decode(target.flip()).toString();
    }
}
