package dev.tailrace.source.tail.file;

import dev.tailrace.model.OsText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Files that are left out though their names are those of followed ones: each is said and counted
 * once, however often it is looked at. Any thread.
 */
public final class RefusedFiles {
    private static final System.Logger LOG = System.getLogger(RefusedFiles.class.getName());

    /** Whoever may write a folder can make any number of them: these take some 300 KB. */
    private static final int MAX_REMEMBERED = 1000;

    /** More lines than that nobody reads. */
    private static final int MAX_SAID = 100;

    /** Why a file is left out. */
    public enum Reason {
        /** A link of somebody whose links are not followed there. */
        LINK_OWNER("link-owner"),
        /** A link that leads out of the folders in which files are followed. */
        LINK_TARGET("link-target"),
        /** A link to a link, and so on. */
        MAX_LINKS("max-links"),
        /** A FIFO, a device or a socket. */
        NO_FILE("no-file"),
        /** The gateway's own data folder, or one in it. */
        OWN_DATA("own-data");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** As in the log and in metrics. */
        public String text() {
            return text;
        }
    }

    private final Map<Reason, LongAdder> counts =
            Arrays.stream(Reason.values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(), _ -> new LongAdder()));
    private final Set<String> known = new LinkedHashSet<>();
    private int said;

    /** How many were left out for that reason. */
    public long of(Reason reason) {
        return count(reason).sum();
    }

    private LongAdder count(Reason reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    /**
     * The file is left out.
     *
     * @param why goes on after "FILE is left out (REASON): "
     */
    synchronized void add(Reason reason, Path file, String why) {
        String shown = OsText.shown(file);
        if (!known.add(reason + shown + why)) {
            return;
        }
        if (known.size() > MAX_REMEMBERED) {
            known.remove(known.iterator().next());
        }
        count(reason).increment();
        said++;
        LOG.log(
                said <= MAX_SAID ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "{0} is left out ({1}): {2}{3}",
                shown,
                reason.text(),
                why,
                said == MAX_SAID ? " More such files are counted, and not said." : "");
    }
}
