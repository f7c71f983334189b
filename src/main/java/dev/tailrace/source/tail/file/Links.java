package dev.tailrace.source.tail.file;

import dev.tailrace.model.OsText;
import dev.tailrace.model.Ownership;
import dev.tailrace.source.tail.file.RefusedFiles.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which links are followed beneath the root, and on the way there; the table is in {@link Reach}.
 *
 * <pre>
 *   path --beneath a folder?--> the folder, opened --openat2, no links--> a file: its owner? --> it
 *     ^                                                |
 *     `---beneath a folder, and the owner may-------- a link
 * </pre>
 *
 * <p>No name is asked for twice: a link is judged and read by one descriptor, and so is what it
 * leads to. Any thread.
 */
final class Links {
    /** Docker's chain in /var/log/containers has two. */
    private static final int MAX_LINKS = 8;

    private static final int ANYBODY = -1;

    private final Path root;

    /** The root first, and all that links may lead to. */
    private final List<Path> folders;

    Links(Path root, List<Path> others) {
        this.root = root;
        this.folders = Stream.concat(Stream.of(root), others.stream()).toList();
    }

    /** A path, by that of the folders that it is beneath. */
    private record Placed(Path folder, Path names) {}

    /** What {@code path} leads to; null if that is nothing. */
    @Nullable Reached follow(Path path) throws IOException, RefusedLinkException {
        return follow(path, true);
    }

    /** The same, with or without the links of others than root and the gateway's user. */
    @Nullable Reached follow(Path path, boolean ofOthers) throws IOException, RefusedLinkException {
        Placed to = placed(path);
        int owner = ANYBODY;
        for (int links = 0; to != null; links++) {
            Reached found = beneath(to);
            if (found == null || !found.stat().ownership().isLink()) {
                return ofOwner(owner, found);
            }
            try (found) {
                Path target = found.target().normalize();
                to = placed(target);
                int its = judged(found, described(found, target, path), to, owner);
                if (its != owner && !ofOthers) {
                    return null;
                }
                owner = its;
                requireFew(links, false, path);
            }
        }
        return null;
    }

    private @Nullable Reached beneath(Placed to) throws IOException, RefusedLinkException {
        try (Reached folder = open(to.folder)) {
            return folder == null ? null : folder.to(to.names);
        }
    }

    /** By its spelling, or by that of what the folders lead to; null if it is beneath none. */
    private @Nullable Placed placed(Path path) {
        for (Path each : folders) {
            if (path.startsWith(each)) {
                return new Placed(each, Reached.names(path, each.getNameCount()));
            }
        }
        for (Path each : folders) {
            Path real = real(each);
            if (real != null && path.startsWith(real)) {
                return new Placed(each, Reached.names(path, real.getNameCount()));
            }
        }
        return null;
    }

    /** Where one of the folders is, without a link on the way; null if that cannot be told. */
    private @Nullable Path real(Path folder) {
        try (Reached open = open(folder)) {
            return open == null ? null : open.path();
        } catch (IOException | RefusedLinkException e) {
            return null; // nothing is beneath it, as far as anybody can tell
        }
    }

    /** Opens a folder that is configured; null if it is not there. */
    private @Nullable Reached open(Path folder) throws IOException, RefusedLinkException {
        Path to = folder;
        for (int links = 0; ; links++) {
            Reached found;
            try (Reached top = Reached.top()) {
                found = top.to(Reached.names(to, 0));
            }
            if (found == null || !found.stat().ownership().isLink()) {
                return found;
            }
            try (found) {
                to = found.target();
                if (!found.stat().ownership().isTrusted()) {
                    throw new RefusedLinkException(
                            Reason.LINK_OWNER,
                            folder.equals(root),
                            described(found, to, folder),
                            "links of " + trusted());
                }
                requireFew(links, folder.equals(root), folder);
            }
        }
    }

    /** Whose the file has to be that comes of following {@code link}. */
    private int judged(Reached link, String described, @Nullable Placed to, int owner)
            throws RefusedLinkException {
        int its = link.stat().ownership().uid();
        if (link.stat().ownership().isTrusted()) {
            if (to == null) {
                throw refused(Reason.LINK_TARGET, described);
            }
            return owner;
        }
        boolean within = to != null && to.folder.equals(root) && Reached.isEmpty(link.rest());
        if (!within || (owner != ANYBODY && owner != its)) {
            throw refused(Reason.LINK_OWNER, described);
        }
        return its;
    }

    private @Nullable Reached ofOwner(int owner, @Nullable Reached found)
            throws RefusedLinkException {
        if (found == null || owner == ANYBODY || isFileOf(owner, found.stat().ownership())) {
            return found;
        }
        found.close();
        throw refused(
                Reason.LINK_OWNER,
                "It is a link of user %d to %s, which user %d has"
                        .formatted(
                                owner, OsText.shown(found.path()), found.stat().ownership().uid()));
    }

    private static boolean isFileOf(int user, Ownership its) {
        return its.isFile() && its.uid() == user;
    }

    /** What {@code link} is, that was met on {@code path}. */
    private static String described(Reached link, Path target, Path path) {
        return "%s is a link of user %d to %s"
                .formatted(
                        link.path().equals(path) ? "It" : OsText.shown(link.path()),
                        link.stat().ownership().uid(),
                        OsText.shown(target));
    }

    private RefusedLinkException refused(Reason reason, String link) {
        String accepted =
                ("links of %s to what is in %s (tailrace.tailing.follow-links), and"
                                + " links of others to their own files in %s")
                        .formatted(
                                trusted(),
                                folders.stream()
                                        .map(OsText::shown)
                                        .collect(Collectors.joining(", ")),
                                OsText.shown(root));
        return new RefusedLinkException(reason, false, link, accepted);
    }

    private static String trusted() {
        return Ownership.user() == Ownership.ROOT ? "root" : "root and of user " + Ownership.user();
    }

    private static void requireFew(int links, boolean above, Path path)
            throws RefusedLinkException {
        if (links == MAX_LINKS) {
            throw new RefusedLinkException(
                    Reason.MAX_LINKS,
                    above,
                    OsText.shown(path) + " is a link to a link, and so on",
                    MAX_LINKS + " in a row");
        }
    }
}
