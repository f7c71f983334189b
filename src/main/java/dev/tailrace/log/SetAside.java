package dev.tailrace.log;

import dev.tailrace.model.Reasons;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Puts what the gateway cannot use out of its way, for people: {@code NAME} becomes {@code
 * NAME.aside-20261127T161500Z}. Any thread; one at a time for one name.
 */
final class SetAside {
    private static final System.Logger LOG = System.getLogger(SetAside.class.getName());

    private static final String ASIDE = ".aside-";

    /** One is for people to look at; what damages a file at each start must not fill the disk. */
    static final int KEPT = 3;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SetAside() {}

    /**
     * Gives the file another name, and removes the oldest that were set aside under it before.
     *
     * @return the name that it has now
     * @throws IOException if the folder cannot be changed
     */
    static String of(Folder folder, String name, InstantSource clock) throws IOException {
        String stamp = name + ASIDE + STAMP.format(clock.instant());
        String aside = stamp;
        for (int i = 2; folder.exists(aside); i++) {
            aside = stamp + "-" + i;
        }
        folder.rename(name, aside);
        List<String> all =
                folder.names().stream()
                        .filter(each -> each.startsWith(name + ASIDE))
                        .sorted()
                        .toList();
        for (String old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            remove(folder, old);
        }
        return aside;
    }

    private static void remove(Folder folder, String old) {
        try {
            folder.delete(old);
        } catch (IOException e) {
            // A folder with something in it, which is not the gateway's to remove.
            LOG.log(System.Logger.Level.DEBUG, "{0}/{1} stays: {2}", folder, old, Reasons.of(e));
        }
    }
}
