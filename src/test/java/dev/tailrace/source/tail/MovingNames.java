package dev.tailrace.source.tail;

import dev.tailrace.source.tail.file.FileId;
import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.rotation.RotatedFile;
import dev.tailrace.source.tail.rotation.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A file whose names, for so many looks, are others' by the time that files are opened by them. */
final class MovingNames implements Series {
    private final RotatedFile file;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<Runnable> after = new AtomicReference<>(() -> {});

    MovingNames(RotatedFile file) {
        this.file = file;
    }

    /** Names move for the next {@code count} looks, however often they are repeated in a turn. */
    void moveFor(int count) {
        looks.set(count);
    }

    /** Has {@code task} run between the next look at the names and what is done by it. */
    void afterNextLook(Runnable task) {
        after.set(task);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public List<Path> folders() {
        return file.folders();
    }

    @Override
    public Reach reach() {
        return file.reach();
    }

    @Override
    public Names names() {
        return file.names();
    }

    @Override
    public Optional<Path> newest() {
        return file.newest();
    }

    @Override
    public List<FoundFile> list() throws IOException {
        List<FoundFile> all = file.list();
        after.getAndSet(() -> {}).run();
        boolean move = looks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return move ? all.stream().map(each -> moved(each, path())).toList() : all;
    }

    /** The newest stays where it is: it is known by its inode. */
    private static FoundFile moved(FoundFile each, Path newest) {
        return each.path().equals(newest)
                ? each
                : new FoundFile(
                        each.path(),
                        new FileId(each.id().device(), -each.id().inode()),
                        each.size(),
                        each.modified(),
                        each.created(),
                        each.rank(),
                        each.reach());
    }
}
