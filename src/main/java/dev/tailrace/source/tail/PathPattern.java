package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.rotation.RotatedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which files a path stands for: itself, those beneath it, or those whose paths match it ({@code
 * *}, {@code **}, {@code ?}, {@code [...]}, {@code {a,b}}). Any thread.
 */
final class PathPattern {
    /** Deeper than any program puts its logs. */
    private static final int MAX_DEPTH = 16;

    private static final Pattern MAGIC = Pattern.compile("[*?\\[{]");

    private final Path base;
    private final int depth;
    private final boolean deep;
    private final Predicate<Path> matcher;

    PathPattern(Path path) {
        Path absolute = OsText.absolute(path).normalize();
        int plain = 0;
        while (plain < absolute.getNameCount() && !isMagic(absolute.getName(plain))) {
            plain++;
        }
        boolean glob = plain < absolute.getNameCount();
        Path root = absolute.getRoot();
        this.base = plain == 0 ? root : root.resolve(absolute.subpath(0, plain));
        this.deep = !glob || OsText.of(absolute).contains("**");
        this.depth = deep ? MAX_DEPTH : absolute.getNameCount() - plain;
        this.matcher = glob ? Glob.of(OsText.of(absolute)) : PathPattern::isLog;
    }

    /** Whether {@code path} is no plain path. */
    static boolean isMagic(Path path) {
        return MAGIC.matcher(OsText.of(path)).find();
    }

    /**
     * In a folder not everything is a log: what is called one, and what another program calls so.
     */
    private static boolean isLog(Path path) {
        String name = OsText.of(path.getFileName());
        String plain = RotatedNames.of(name).map(RotatedNames.Parts::base).orElse(name);
        return !name.startsWith(".") && (plain.endsWith(".log") || Layout.isKnown(path));
    }

    /** The folder that all is in. */
    Path base() {
        return Files.isRegularFile(base) ? base.resolveSibling("") : base;
    }

    /**
     * Looks at all that is there.
     *
     * @param reach beneath {@link #base}
     * @throws IOException if the first folder cannot be read; others are left out
     */
    Walk.Found find(Reach reach, TailLimits.Looks limits) throws IOException {
        return Files.isRegularFile(base)
                ? Walk.Found.only(base)
                : new Walk(reach, limits, matcher, depth, deep).through(base);
    }
}
