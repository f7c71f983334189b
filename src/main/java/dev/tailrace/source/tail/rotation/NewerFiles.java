package dev.tailrace.source.tail.rotation;

import dev.tailrace.source.tail.file.FoundFile;
import dev.tailrace.source.tail.file.OpenFile;
import dev.tailrace.source.tail.file.PlainFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files of a series that are newer than all that are known, and has them wait to be read:
 * so it does not matter which names files have by now. Only on the loop's thread.
 */
public final class NewerFiles {
    private final FileSearch search;
    private final RotationQueue queue;
    private final SeenFiles seen;

    public NewerFiles(FileSearch search, RotationQueue queue) {
        this.search = search;
        this.queue = queue;
        this.seen = queue.seen();
    }

    /** Looks once. What is not found now is found at the next look. */
    public void look() {
        try {
            search.look(this::open).ifPresent(queue::add);
        } catch (IOException e) {
            search.say(e);
        }
    }

    private Optional<List<OpenFile>> open(List<FoundFile> all) throws IOException {
        List<FoundFile> newer = room(all.subList(seen.newest(all) + 1, all.size()));
        Optional<List<OpenFile>> opened = newer.isEmpty() ? cameBack(all) : search.open(newer);
        return opened.isEmpty() ? opened : checked(opened.get());
    }

    /**
     * A file that was done with, or read late, and has the newest name again: the one that is read
     * has lost that name, or there is none.
     */
    private Optional<List<OpenFile>> cameBack(List<FoundFile> all) {
        if (all.isEmpty() || seen.isHeld(all.getLast().id()) || !isNewest(all.getLast())) {
            return Optional.of(List.of());
        }
        PlainFile late = queue.late().take(all.getLast().id());
        return late != null ? Optional.of(List.of(late)) : search.open(List.of(all.getLast()));
    }

    private boolean isNewest(FoundFile file) {
        return search.series.leadsTo(file.id()) && !file.id().equals(queue.dropped());
    }

    private Optional<List<OpenFile>> checked(List<OpenFile> opened) throws IOException {
        try {
            if (seen.isNext(opened)) {
                List<OpenFile> newer = withoutUnfinishedCopy(opened);
                for (OpenFile file : newer) {
                    if (file.offset() == 0) {
                        seen.goOn(file);
                    }
                }
                return Optional.of(newer);
            }
        } catch (IOException e) {
            opened.forEach(OpenFile::close);
            throw e;
        }
        opened.forEach(OpenFile::close);
        return Optional.empty();
    }

    /** As many as may be held open. */
    private List<FoundFile> room(List<FoundFile> newer) {
        int room = queue.room();
        search.setUnfinished(newer.size() > room);
        return newer.size() > room ? newer.subList(0, room) : newer;
    }

    /** Closes, and leaves out, what cannot be read yet. */
    private List<OpenFile> withoutUnfinishedCopy(List<OpenFile> files) throws IOException {
        List<OpenFile> left = CopyTruncate.unfinished(files, search.series.newest());
        if (left.size() > 1) {
            search.setUnfinished(true);
        }
        left.forEach(OpenFile::close);
        List<OpenFile> rest = new ArrayList<>(files);
        rest.removeAll(left);
        return rest;
    }
}
