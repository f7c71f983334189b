package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FoundFile.Rank;
import dev.tailrace.source.tail.file.Reach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container's folder as the kubelet keeps it: {@code 0.log} before its first restart, then {@code
 * 1.log}, each with {@code 0.log.20060102-150405[.gz]} beside it.
 *
 * @param folder absolute
 */
public record ContainerFiles(Path folder, Reach reach) implements Series {
    private static final Pattern FILE =
            Pattern.compile("(\\d{1,18})\\.log(?:\\.(\\d{8}-\\d{6}[-\\d]*))?(?:\\.gz)?");

    @Override
    public Path path() {
        return folder;
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
        Matcher matcher = FILE.matcher(name);
        if (!in.equals(folder) || !matcher.matches()) {
            return Optional.empty();
        }
        List<Long> order = new ArrayList<>();
        if (matcher.group(2) == null) {
            order.add(Long.MAX_VALUE);
        } else {
            order.addAll(RotatedNames.digits(matcher.group(2)));
        }
        return Optional.of(new Rank(Long.parseLong(matcher.group(1)), order));
    }
}
