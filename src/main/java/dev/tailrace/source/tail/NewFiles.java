package dev.tailrace.source.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files of a series that are newer than all that are known, and has them wait to be read:
 * so it does not matter which names files have by now. Only on the loop's thread.
 */
final class NewFiles {
    private final Series series;
    private final FileSearch search;
    private final RotationQueue queue;
    private final SeenFiles seen;

    NewFiles(Series series, FileSearch search, RotationQueue queue) {
        this.series = series;
        this.search = search;
        this.queue = queue;
        this.seen = queue.seen();
    }

    /** Looks once. What is not found now is found at the next look. */
    void look() {
        try {
            search.look(this::open).ifPresent(queue::add);
        } catch (IOException e) {
            search.say(e);
        }
    }

    private Optional<List<OpenFile>> open(List<Generation> all) throws IOException {
        Optional<List<OpenFile>> opened =
                search.open(room(all.subList(seen.newest(all) + 1, all.size())));
        return opened.isEmpty() ? opened : checked(opened.get());
    }

    private Optional<List<OpenFile>> checked(List<OpenFile> opened) throws IOException {
        try {
            if (seen.isNext(opened, series)) {
                return Optional.of(withoutUnfinishedCopy(opened));
            }
        } catch (IOException e) {
            search.close(opened);
            throw e;
        }
        search.close(opened);
        return Optional.empty();
    }

    /** As many as may be held open. */
    private List<Generation> room(List<Generation> newer) {
        int room = queue.room();
        search.setUnfinished(newer.size() > room);
        return newer.size() > room ? newer.subList(0, room) : newer;
    }

    /** Closes, and leaves out, what cannot be read yet. */
    private List<OpenFile> withoutUnfinishedCopy(List<OpenFile> files) throws IOException {
        List<OpenFile> left = UnfinishedCopy.leftOut(files, series);
        if (left.size() > 1) {
            search.setUnfinished(true);
        }
        search.close(left);
        List<OpenFile> rest = new ArrayList<>(files);
        rest.removeAll(left);
        return rest;
    }
}
