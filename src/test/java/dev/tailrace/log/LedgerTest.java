package dev.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Labels;
import dev.tailrace.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of a log's end, in this start of the machine and in the next. */
class LedgerTest {
    private final FailingFolder folder;

    LedgerTest(@TempDir Path path) throws IOException {
        folder = new FailingFolder(new DiskFolder(path));
    }

    @Test
    void aLogThatWasClosedIsWholeInTheNextStartToo() throws IOException {
        Epoch epoch = epochOf(writtenIn("boot 1"));
        assertThat(epochOf(open("boot 2"))).isEqualTo(epoch);
    }

    @Test
    void aLogWhoseSyncFailedAtItsEndIsNotWholeInTheNextStartEvenIfItWasClosedSince()
            throws IOException {
        StreamLog log = writtenIn("boot 1");
        Epoch epoch = log.description().epoch();
        folder.refuseSync();
        assertThatIOException().isThrownBy(log::close);
        folder.recover();
        assertThat(epochOf(open("boot 1"))).isEqualTo(epoch);
        assertThat(epochOf(open("boot 2"))).isNotEqualTo(epoch);
    }

    @Test
    void whatWasWrittenAgainIsMadeGood() throws IOException {
        StreamLog log = writtenIn("boot 1");
        folder.refuseSync();
        assertThatIOException().isThrownBy(log.keeper()::sync);
        folder.recover();
        log.rewrite();
        Epoch epoch = epochOf(log);
        assertThat(epochOf(open("boot 2"))).isEqualTo(epoch);
    }

    @Test
    void whatAnotherProcessHasLeftUnsyncedIsNotMadeGoodByWhatThisOneWritesAgain()
            throws IOException {
        StreamLog log = writtenIn("boot 1");
        Epoch epoch = log.description().epoch();
        folder.refuseSync();
        assertThatIOException().isThrownBy(log::close);
        folder.recover();
        StreamLog next = writtenIn("boot 1");
        folder.refuseSync();
        assertThatIOException().isThrownBy(next.keeper()::sync);
        folder.recover();
        next.rewrite();
        next.close();
        assertThat(epochOf(open("boot 2"))).isNotEqualTo(epoch);
    }

    @Test
    void aProcessThatIsKilledRightAfterASyncFailedHasSaidSo() throws IOException {
        StreamLog killed = writtenIn("boot 1");
        folder.refuseSync();
        assertThatIOException().isThrownBy(killed.keeper()::sync);
        folder.recover();
        Epoch epoch = epochOf(open("boot 1"));
        assertThat(epochOf(open("boot 2"))).isNotEqualTo(epoch);
    }

    @Test
    void aLateNoteTakesNoNumberBack() throws IOException {
        try (Ledger ledger = Ledger.open(folder, "boot 1", Ledger.End.NONE)) {
            ledger.begin(new Epoch("k3v9x2ab"), LogStart.NONE, null, 0);
            ledger.note(0, 10);
            ledger.unsynced(true, 5);
        }
        try (Ledger ledger = Ledger.open(folder, "boot 1", Ledger.End.NONE)) {
            assertThat(ledger.lastNext()).isEqualTo(10);
        }
    }

    /** Closes it, too. */
    private static Epoch epochOf(StreamLog log) throws IOException {
        log.close();
        return log.description().epoch();
    }

    private StreamLog writtenIn(String boot) throws IOException {
        StreamLog log = open(boot);
        log.writer().append(Origin.STDOUT, false, new byte[] {'a'}, 0, 1);
        log.writer().commit();
        return log;
    }

    private StreamLog open(String boot) throws IOException {
        LogSettings settings = TestLogs.settings(1 << 20, 64 * 1024, 16 * 1024);
        return new LogOpening(LogTime.SYSTEM, new Random(System.nanoTime()), boot)
                .open(folder, Labels.NONE, settings);
    }
}
