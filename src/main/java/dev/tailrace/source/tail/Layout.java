package dev.tailrace.source.tail;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.tail.file.Fingerprint;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.rotation.ContainerFiles;
import dev.tailrace.source.tail.rotation.NumberedFiles;
import dev.tailrace.source.tail.rotation.RotatedFile;
import dev.tailrace.source.tail.rotation.RotatedNames;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a file's path says: to which stream it belongs, with which labels, and which other files do.
 *
 * <pre>
 *   .../NS_POD_UID/CONTAINER/0.log       kubelet   one container, over its restarts
 *   .../ID/ID-json.log                   Docker    one container
 *   .../ALLOC/alloc/logs/TASK.stdout.0   Nomad     one task, both of its outputs
 *   any other                                      one file
 * </pre>
 *
 * <p>Labels of a container are told only by folders that nobody but root and the gateway's user can
 * have named. Those of Nomad are never certain: tasks may write where their logs are.
 *
 * @param name a valid stream name, another for each
 */
record Layout(String name, Map<String, String> labels, List<Track> tracks) {
    private static final Pattern KUBELET =
            Pattern.compile(
                    ".*/(?<namespace>[a-z0-9.-]+)_(?<pod>[a-z0-9.-]+)_(?<uid>[a-zA-Z0-9-]+)"
                            + "/(?<container>[a-z0-9.-]+)/\\d+\\.log(?:\\..+)?");
    private static final Pattern DOCKER =
            Pattern.compile(".*/(?<id>[0-9a-f]{64})/\\k<id>-json\\.log(?:\\..+)?");
    private static final Pattern NOMAD =
            Pattern.compile(
                    ".*/(?<alloc>[^/]+)/alloc/logs/(?<task>[^/]+)\\.(?:stdout|stderr)\\.\\d+"
                            + "(?:\\.gz)?");

    /** Paths whose names cannot be those of others: {@code __} stands for a slash. */
    private static final Pattern PLAIN =
            Pattern.compile("[a-z0-9.-]+(_[a-z0-9.-]+)*(/[a-z0-9.-]+(_[a-z0-9.-]+)*)*");

    /** Those whose names a path takes from the kubelet and from Docker, and the ones above. */
    private static final int KUBELET_FOLDERS = 3;

    private static final int DOCKER_FOLDERS = 2;

    private static final int MAX_NAME = 128;

    /** So many digits of a hash tell names apart that would else be the same. */
    private static final int HASH_DIGITS = 8;

    /** Whether a program that is known writes {@code path}, which has no name of a log. */
    static boolean isKnown(Path path) {
        return NOMAD.matcher(OsText.of(path)).matches();
    }

    /**
     * The layout that {@code file} is part of.
     *
     * @param prefix what the names of streams begin with whose layout is not known
     * @param reach by which it was found; paths count from its root
     * @param forgeable whether others than root and the gateway's user may have made the names in a
     *     folder: these tell no pod and no container, which others would believe
     */
    static Layout of(String prefix, Reach reach, Path file, Predicate<Path> forgeable) {
        String path = OsText.of(file);
        Matcher kubelet = KUBELET.matcher(path);
        Matcher docker = DOCKER.matcher(path);
        Matcher nomad = NOMAD.matcher(path);
        Path folder = OsText.absolute(file).getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        if (kubelet.matches() && folders(folder, KUBELET_FOLDERS).noneMatch(forgeable)) {
            return kubelet(folder, kubelet, reach);
        }
        if (docker.matches() && folders(folder, DOCKER_FOLDERS).noneMatch(forgeable)) {
            String id = docker.group("id");
            Path log = folder.resolve(id + "-json.log");
            return single(id, Map.of("container_id", id), new RotatedFile(log, reach));
        }
        return nomad.matches() ? nomad(folder, nomad, reach) : plain(prefix, folder, file, reach);
    }

    /** With those that it is in; the uppermost first, whose owner can make all the others. */
    private static Stream<Path> folders(Path folder, int levels) {
        return Stream.iterate(folder, Objects::nonNull, Path::getParent)
                .limit(levels)
                .toList()
                .reversed()
                .stream();
    }

    /** Whether it is one file, of which no program that is known has told the name. */
    boolean isPlain() {
        return labels.containsKey("path");
    }

    /**
     * Whether the labels are those that a kubelet has given: nobody but root can say others.
     *
     * @param ofRoot whether root alone can have made the names in a folder
     */
    boolean isOfRoot(Predicate<Path> ofRoot) {
        return tracks.getFirst().series() instanceof ContainerFiles(Path container, _)
                && folders(container, KUBELET_FOLDERS).allMatch(ofRoot);
    }

    private static Layout kubelet(Path folder, Matcher path, Reach reach) {
        Set<String> groups = path.namedGroups().keySet();
        Map<String, String> labels = groups.stream().collect(toMap(each -> each, path::group));
        String name =
                IntStream.rangeClosed(1, groups.size()).mapToObj(path::group).collect(joining("_"));
        Track track = new Track("log", new ContainerFiles(folder, reach), Origin.STDOUT);
        return new Layout(name(name, true), labels, List.of(track));
    }

    private static Layout nomad(Path folder, Matcher path, Reach reach) {
        String alloc = path.group("alloc");
        String task = path.group("task");
        Track stdout =
                new Track(
                        "stdout",
                        new NumberedFiles(folder, task + ".stdout.", reach),
                        Origin.STDOUT);
        Track stderr =
                new Track(
                        "stderr",
                        new NumberedFiles(folder, task + ".stderr.", reach),
                        Origin.STDERR);
        return new Layout(
                name(alloc + "_" + task, !alloc.contains("_") && !task.contains("_")),
                Map.of("alloc", OsText.shown(alloc), "task", OsText.shown(task)),
                List.of(stdout, stderr));
    }

    private static Layout plain(String prefix, Path folder, Path file, Reach reach) {
        Path rotated = folder.resolve(OsText.path(baseName(folder, OsText.of(file.getFileName()))));
        String path = OsText.of(reach.root().relativize(rotated));
        return single(
                name(prefix + "_" + path, PLAIN.matcher(path).matches()),
                Map.of("path", OsText.shown(rotated)),
                new RotatedFile(rotated, reach));
    }

    private static Layout single(String name, Map<String, String> labels, RotatedFile file) {
        Track track = new Track("log", file, Origin.STDOUT);
        return new Layout(name, labels, List.of(track));
    }

    /** The name before rotation; one that may be that of another file only if that is there. */
    private static String baseName(Path folder, String name) {
        Optional<RotatedNames.Parts> parts = RotatedNames.of(name);
        return parts.filter(each ->
                        each.sure()
                                || Files.exists(
                                        folder.resolve(OsText.path(each.base())),
                                        LinkOption.NOFOLLOW_LINKS))
                .map(RotatedNames.Parts::base)
                .orElse(name);
    }

    /**
     * {@code text} as a stream may be called.
     *
     * @param unique whether no other text is the same but for what names may not have
     */
    private static String name(String text, boolean unique) {
        String joined = text.replace("/", "__");
        String name = joined.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        name = name.replaceFirst("^[^a-z0-9]+", "");
        if (unique && name.equals(joined) && StreamName.isValid(name)) {
            return name;
        }
        String hash = Fingerprint.hash(OsText.bytes(text)).substring(0, HASH_DIGITS);
        int length = Math.min(name.length(), MAX_NAME - HASH_DIGITS - 1);
        return length == 0 ? hash : name.substring(0, length) + "_" + hash;
    }
}
