package dev.tailrace.source.tail;

import dev.tailrace.source.tail.RotationCheck.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Files that were found beside followed ones: which are rotations of these, and which are logs of
 * their own. Only one thread at a time, and none that followed files are read on.
 */
final class Newcomers {
    /** A loop that does not answer for so long is busy: it is asked again at the next look. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Those that are rotations, as they were when that was told. */
    private final Map<Path, Generation> rotations = new HashMap<>();

    /** What the files are, as far as {@code followed}, in the same folder, can tell. */
    Map<Path, Verdict> tell(List<Path> files, Collection<TailSource> followed) {
        Map<Path, Verdict> told = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Path path : files) {
            told.put(path, Verdict.OTHER);
            try {
                Generation file = Generation.of(path);
                if (file.equals(rotations.get(path))) {
                    told.put(path, Verdict.ROTATION);
                } else {
                    Candidate.of(file)
                            .ifPresentOrElse(candidates::add, () -> told.put(path, untold(file)));
                }
            } catch (IOException e) {
                told.put(path, Verdict.NOT_YET); // it is gone, or will say why it cannot be read
            }
        }
        followed.forEach(each -> ask(each, candidates, told));
        rotations.keySet().retainAll(files);
        candidates.stream()
                .filter(each -> told.get(each.file().path()) == Verdict.ROTATION)
                .forEach(each -> rotations.put(each.file().path(), each.file()));
        return told;
    }

    /** What cannot be read may just be written. */
    private static Verdict untold(Generation file) {
        return file.isRecent() ? Verdict.NOT_YET : Verdict.OTHER;
    }

    private static void ask(
            TailSource source, List<Candidate> candidates, Map<Path, Verdict> told) {
        List<Candidate> here =
                candidates.stream().filter(each -> source.isBeside(each.file().path())).toList();
        if (here.isEmpty()) {
            return;
        }
        Map<Candidate, Verdict> verdicts =
                source.verdicts(here)
                        .completeOnTimeout(
                                TailSource.notYet(here), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        verdicts.forEach(
                (candidate, verdict) -> told.merge(candidate.file().path(), verdict, Verdict::and));
    }
}
