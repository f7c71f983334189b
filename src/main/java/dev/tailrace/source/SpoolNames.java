package dev.tailrace.source;

import dev.tailrace.model.Epoch;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the files of one origin's {@link Spool} are called, and which of them counts. Any thread.
 *
 * @param folder where they are; it need not be there
 */
record SpoolNames(Path folder, Origin origin) {
    private static final System.Logger LOG = System.getLogger(SpoolNames.class.getName());
    private static final String ENDING = ".spool";

    /** The file whose first byte no record before {@code first} has. */
    Path of(Position first) {
        return folder.resolve(origin.text() + "-" + first + ENDING);
    }

    /** A file that is being written to replace another. */
    Path unfinished() {
        return folder.resolve(origin.text() + ".new");
    }

    /** A file that could not be taken over, for people. */
    Path aside() {
        return folder.resolve(origin.text() + ".unread");
    }

    /**
     * The position of the file that counts: a change-over that was cut short leaves two, of which
     * the higher one has all that is in no record. The others are removed, and so is what belongs
     * to another log than {@code epoch}'s: what that one had of it can no longer be known.
     */
    Optional<Position> newest(Epoch epoch) throws IOException {
        Files.deleteIfExists(unfinished());
        for (Position other : all().filter(each -> !each.epoch().equals(epoch)).toList()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} ({1} bytes) is of a log that is no more: it is removed.",
                    of(other),
                    Files.size(of(other)));
            Files.delete(of(other));
        }
        List<Position> own = all().sorted(Comparator.comparingLong(Position::seq)).toList();
        for (int i = 0; i < own.size() - 1; i++) {
            Files.delete(of(own.get(i)));
        }
        return own.isEmpty() ? Optional.empty() : Optional.of(own.getLast());
    }

    private Stream<Position> all() throws IOException {
        String beginning = origin.text() + "-";
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            return names.stream()
                    .filter(name -> name.startsWith(beginning) && name.endsWith(ENDING))
                    .map(name ->
                            name.substring(beginning.length(), name.length() - ENDING.length()))
                    .flatMap(position -> Position.parse(position).stream());
        }
    }
}
