package dev.tailrace.source.tail;

import static java.util.stream.Collectors.toMap;

import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.rotation.Candidate;
import dev.tailrace.source.tail.rotation.RotationCheck.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Files that were found beside followed ones: which are rotations of these, and which are logs of
 * their own. Only one thread at a time, and none that followed files are read on.
 */
final class Neighbours {
    /** A loop that does not answer for so long is busy: it is asked again at the next look. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** So many are held open at once for that. */
    private static final int BATCH = 64;

    /** Those that are rotations, as they were when that was told. */
    private final Map<Path, FoundFile> rotations = new HashMap<>();

    /** What the files are, as far as {@code followed}, in the same folder, can tell. */
    Map<Path, Verdict> tell(List<Path> files, Collection<TailSource> followed, Reach reach) {
        rotations.keySet().retainAll(Set.copyOf(files));
        Map<Path, Verdict> told = new HashMap<>();
        for (int i = 0; i < files.size(); i += BATCH) {
            List<Candidate> candidates = new ArrayList<>();
            try {
                for (Path path : files.subList(i, Math.min(i + BATCH, files.size()))) {
                    told.put(path, first(path, candidates, reach));
                }
                followed.stream()
                        .map(each -> ask(each, candidates))
                        .toList() // all are asked before one is waited for
                        .forEach(each ->
                                each.join()
                                        .forEach((candidate, verdict) ->
                                                told.merge(
                                                        candidate.file().path(),
                                                        verdict,
                                                        Verdict::and)));
                candidates.stream()
                        .map(Candidate::file)
                        .filter(each -> told.get(each.path()) == Verdict.ROTATION)
                        .forEach(each -> rotations.put(each.path(), each));
            } finally {
                candidates.forEach(Candidate::close);
            }
        }
        return told;
    }

    /** What it is before the others are asked. */
    private Verdict first(Path path, List<Candidate> candidates, Reach reach) {
        try {
            FoundFile file = FoundFile.find(path, Rank.of(0), reach).orElse(null);
            if (file == null) {
                return Verdict.NOT_YET; // it is gone
            }
            if (file.equals(rotations.get(path))) {
                return Verdict.ROTATION;
            }
            Optional<Candidate> candidate = Candidate.of(file);
            candidate.ifPresent(candidates::add);
            return candidate.isEmpty() ? Verdict.unsure(file) : Verdict.OTHER;
        } catch (IOException e) {
            return Verdict.NOT_YET; // it will say why it cannot be read
        }
    }

    private static CompletableFuture<Map<Candidate, Verdict>> ask(
            TailSource source, List<Candidate> candidates) {
        Set<Path> folders = source.folders();
        List<Candidate> here =
                candidates.stream()
                        .filter(each -> folders.contains(each.file().path().getParent()))
                        .toList();
        return here.isEmpty()
                ? CompletableFuture.completedFuture(Map.of())
                : source.verdicts(here)
                        .completeOnTimeout(
                                here.stream().collect(toMap(each -> each, _ -> Verdict.NOT_YET)),
                                PATIENCE.toMillis(),
                                TimeUnit.MILLISECONDS);
    }
}
