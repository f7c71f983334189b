package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a look through folders goes. */
class WalkTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path folder;

    @BeforeEach
    void make() throws IOException {
        for (String each : List.of("a/b/c/4.log", "a/b/3.log", "a/2.log", "1.log")) {
            Path file = folder.resolve(each);
            Files.createDirectories(file.resolveSibling(""));
            Files.createFile(file);
        }
    }

    private Walk.Found through(int maxFolders, int maxFiles, Duration maxTime, int depth)
            throws IOException {
        Reach reach = new Reach(folder, List.of(), new RefusedFiles());
        TailLimits.Looks limits = new TailLimits.Looks(maxFolders, maxFiles, maxTime);
        return walk(reach, limits, depth, true);
    }

    private Walk.Found walk(Reach reach, TailLimits.Looks limits, int depth, boolean mayBeDeeper)
            throws IOException {
        return new Walk(reach, limits, each -> each.toString().endsWith(".log"), depth, mayBeDeeper)
                .through(folder);
    }

    private static List<String> names(Walk.Found found) {
        return found.files().stream().map(each -> each.getFileName().toString()).toList();
    }

    @Test
    void allThatIsThere() throws IOException {
        Walk.Found all = through(4, 5, LONG, 4);
        assertThat(names(all)).containsExactly("1.log", "2.log", "3.log", "4.log");
        assertThat(all.folders()).hasSize(4).containsKeys(folder, folder.resolve("a/b/c"));
        assertThat(all.met()).isEmpty();
    }

    @Test
    void asManyFoldersAsItMayLookInto() throws IOException {
        Walk.Found some = through(2, 9, LONG, 9);
        assertThat(names(some)).containsExactly("1.log", "2.log");
        assertThat(some.met()).containsExactly(LookBound.FOLDERS);
    }

    @Test
    void asManyFilesAsItMayFind() throws IOException {
        Walk.Found some = through(9, 3, LONG, 9);
        assertThat(names(some)).containsExactly("1.log", "2.log", "3.log");
        assertThat(some.met()).containsExactly(LookBound.FILES);
    }

    @Test
    void asDeepAsFilesMayBe() throws IOException {
        Walk.Found some = through(9, 9, LONG, 3);
        assertThat(names(some)).containsExactly("1.log", "2.log", "3.log");
        assertThat(some.met()).containsExactly(LookBound.DEPTH);
    }

    @Test
    void asDeepAsAPatternSaysIsDeepEnough() throws IOException {
        Reach reach = new Reach(folder, List.of(), new RefusedFiles());
        Walk.Found all = walk(reach, TailFixture.LOOKS, 2, false);
        assertThat(names(all)).containsExactly("1.log", "2.log");
        assertThat(all.met()).isEmpty();
    }

    @Test
    void forAsLongAsItMayTake() throws IOException {
        Walk.Found some = through(9, 9, Duration.ZERO, 9);
        assertThat(names(some)).hasSizeLessThan(2);
        assertThat(some.met()).containsExactly(LookBound.TIME);
    }

    @Test
    void notThroughLinks() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("a/sys"), Path.of("/sys"));
        Files.createSymbolicLink(folder.resolve("a/b/5.log"), Path.of("../2.log"));
        Walk.Found all = through(4, 6, LONG, 4);
        assertThat(names(all))
                .containsExactlyInAnyOrder("1.log", "2.log", "3.log", "4.log", "5.log");
        assertThat(all.met()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereCannotBeLookedThrough() {
        Path none = folder.resolve("none");
        Walk walk =
                new Walk(
                        new Reach(none, List.of(), new RefusedFiles()),
                        TailFixture.LOOKS,
                        _ -> true,
                        1,
                        false);
        assertThatThrownBy(() -> walk.through(none)).isInstanceOf(NoSuchFileException.class);
    }
}
