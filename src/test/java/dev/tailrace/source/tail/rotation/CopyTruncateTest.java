package dev.tailrace.source.tail.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.tail.file.FileOpener;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a copy of what. */
class CopyTruncateTest {
    @TempDir Path folder;

    private final List<OpenFile> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(OpenFile::close);
    }

    private FoundFile found(String name, String text) throws IOException {
        return found(Files.writeString(folder.resolve(name), text));
    }

    private FoundFile found(Path path) throws IOException {
        Reach reach = new Reach(folder, List.of(), new RefusedFiles());
        return FoundFile.find(path, Rank.of(0), reach).orElseThrow();
    }

    private OpenFile open(Path path) throws IOException {
        opened.add(FileOpener.open(found(path)));
        return opened.getLast();
    }

    private OpenFile other(String text) throws IOException {
        return open(found("other", text).path());
    }

    /** A file of which the first bytes were read. */
    private OpenFile file(String read, String rest) throws IOException {
        OpenFile file = open(found("app.log", read + rest).path());
        file.seek(read.length());
        return file;
    }

    @Test
    void whatWasReadAndNoMoreIsWhole() throws IOException {
        OpenFile file = file("1\n2\n", "");
        assertThat(CopyTruncate.isWhole(other("1\n2\n").contents(), file.mark())).isTrue();
        assertThat(CopyTruncate.isWhole(other("1\n2\n3\n").contents(), file.mark())).isFalse();
        assertThat(CopyTruncate.isWhole(other("1\n").contents(), file.mark())).isFalse();
    }

    @Test
    void nothingIsTheWholeOfAFileOfWhichNothingWasRead() throws IOException {
        assertThat(CopyTruncate.isWhole(other("").contents(), file("", "1\n").mark())).isFalse();
    }

    @Test
    void whatWasReadAndMoreIsACopy() throws IOException {
        OpenFile file = file("1\n2\n", "3\n");
        assertThat(CopyTruncate.isCopy(other("1\n2\n4\n"), file)).isTrue();
        assertThat(CopyTruncate.isCopy(other("1\n3\n"), file)).isFalse();
    }

    @Test
    void asMuchWithTheSameBeginningIsACopyThoughNothingWasRead() throws IOException {
        OpenFile file = file("", "1\n2\n");
        assertThat(CopyTruncate.isCopy(other("1\n2\n"), file)).isTrue();
        assertThat(CopyTruncate.isCopy(other("1\n2\n3\n"), file)).isFalse();
        assertThat(CopyTruncate.isCopy(other("1\n3\n"), file)).isFalse();
    }

    @Test
    void aPartOfWhatWasReadIsEarlier() throws IOException {
        OpenFile file = file("1\n2\n", "");
        assertThat(CopyTruncate.isEarlier(found("other", "1\n"), file)).isTrue();
        assertThat(CopyTruncate.isEarlier(found("other", "2\n"), file)).isFalse();
        assertThat(CopyTruncate.isEarlier(found("other", ""), file)).isFalse();
        assertThat(CopyTruncate.isEarlier(found("other", "1\n2\n"), file)).isFalse();
    }

    @Test
    void whatTheFileHasNowOrAPartOfThatIsAPart() throws IOException {
        OpenFile file = file("1\n", "2\n");
        assertThat(CopyTruncate.isPart(other("1\n2\n"), file)).isTrue();
        assertThat(CopyTruncate.isPart(other("1\n"), file)).isTrue();
        assertThat(CopyTruncate.isPart(other("1\n2\n3\n"), file)).isFalse();
        assertThat(CopyTruncate.isPart(other("2\n"), file)).isFalse();
    }

    @Test
    void theCopyForWhichTheNewestIsToBeCutOffIsNotReadYet() throws IOException {
        OpenFile newest = file("", "1\n2\n");
        OpenFile copy = other("1\n");
        Optional<Path> name = Optional.of(newest.found().path());
        assertThat(CopyTruncate.unfinished(List.of(copy, newest), name)).containsExactly(copy);
        assertThat(CopyTruncate.unfinished(List.of(other("2\n"), newest), name)).isEmpty();
        assertThat(CopyTruncate.unfinished(List.of(newest), name)).isEmpty();
        assertThat(CopyTruncate.unfinished(List.of(copy, newest), Optional.empty())).isEmpty();
    }

    @Test
    void beforeAnEmptyFileThatIsNewTheNewestIsNotReadYetEither() throws IOException {
        OpenFile newest = file("", "1\n2\n");
        OpenFile empty = other("");
        assertThat(
                        CopyTruncate.unfinished(
                                List.of(empty, newest), Optional.of(newest.found().path())))
                .containsExactly(empty, newest);
    }

    @Test
    void aFileThatIsRenamedOverTheOldOneWithAllThatWasReadReplacesIt() throws IOException {
        OpenFile file = file("1\n", "");
        Path beside = found("beside", "1\n2\n").path();
        Path path = file.found().path();
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        assertThat(CopyTruncate.replaces(open(path), file)).isTrue();
    }

    @Test
    void aFileThatBeginsAgainWithTheSameWordsReplacesNothing() throws IOException {
        OpenFile file = file("1\n", "");
        Path path = file.found().path();
        Files.delete(path);
        assertThat(CopyTruncate.replaces(open(found("app.log", "1\n").path()), file)).isFalse();
    }
}
