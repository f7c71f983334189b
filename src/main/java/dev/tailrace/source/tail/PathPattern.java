package dev.tailrace.source.tail;

import dev.tailrace.model.OsText;
import dev.tailrace.source.tail.rotation.RotatedNames;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which files a path stands for: itself, those beneath it, or those whose paths match it ({@code
 * *}, {@code **}, {@code ?}, {@code [...]}, {@code {a,b}}). Any thread.
 */
final class PathPattern {
    /** Deeper than any program puts its logs; links may lead in circles. */
    private static final int MAX_DEPTH = 16;

    private static final Pattern MAGIC = Pattern.compile("[*?\\[{]");

    private final Path base;
    private final int depth;
    private final Predicate<Path> matcher;

    /** What was found: files, and folders in which others may appear. */
    record Matches(List<Path> files, List<Path> folders) {}

    PathPattern(Path path) {
        Path absolute = OsText.absolute(path).normalize();
        int plain = 0;
        while (plain < absolute.getNameCount() && !isMagic(absolute.getName(plain))) {
            plain++;
        }
        boolean glob = plain < absolute.getNameCount();
        Path root = absolute.getRoot();
        this.base = plain == 0 ? root : root.resolve(absolute.subpath(0, plain));
        boolean deep = !glob || OsText.of(absolute).contains("**");
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
     * @throws IOException if the first folder cannot be read; others are left out
     */
    Matches find() throws IOException {
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        if (Files.isRegularFile(base)) {
            return new Matches(List.of(base), List.of());
        }
        Files.walkFileTree(
                base,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                depth,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes of) {
                        folders.add(folder);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
                        if (of.isRegularFile() && matcher.test(file)) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (file.equals(base)) {
                            throw e;
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return new Matches(files, folders);
    }
}
