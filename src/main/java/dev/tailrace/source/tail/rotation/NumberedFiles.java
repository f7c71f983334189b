package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FileCompression;
import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.Reach;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files with rising numbers, the highest of which is being written, as Nomad's logmon makes them:
 * {@code web.stdout.0}, {@code web.stdout.1}, ...
 *
 * @param folder absolute
 * @param prefix what is before the number
 */
public record NumberedFiles(Path folder, String prefix, Reach reach) implements Series {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    @Override
    public Path path() {
        return folder.resolve(prefix + "*");
    }

    @Override
    public List<Path> folders() {
        return List.of(folder);
    }

    @Override
    public Names names() {
        return this::rank;
    }

    private Optional<Rank> rank(Path in, String name) {
        String plain = FileCompression.plain(name);
        if (!in.equals(folder) || !plain.startsWith(prefix)) {
            return Optional.empty();
        }
        String number = plain.substring(prefix.length());
        return NUMBER.matcher(number).matches()
                ? Optional.of(Rank.of(0, Long.valueOf(number)))
                : Optional.empty();
    }
}
