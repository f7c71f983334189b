package dev.tailrace.hub;

import dev.tailrace.hub.stream.HubException;
import dev.tailrace.model.OsText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The values that the hub's configuration may have, as far as their types do not say that. */
final class HubBounds {
    /** A hundred years, so that it can be counted in nanoseconds. */
    private static final long MAX_AHEAD_DAYS = 36_500;

    private HubBounds() {}

    /**
     * Checks them.
     *
     * @throws HubException if one is none that is accepted
     */
    static void check(HubConfig config) {
        atLeastOne("http.max-replays", config.http().maxReplays());
        atLeastOne("http.max-waiting-replays", config.http().maxWaitingReplays());
        atLeastOne("tailing.max-open-files", config.tailing().maxOpenFiles());
        atLeastOne("tailing.max-waiting-files", config.tailing().maxWaitingFiles());
        atLeastOne("tailing.max-folders", config.tailing().maxFolders());
        atLeastOne("tailing.max-found-files", config.tailing().maxFoundFiles());
        config.tailing().followLinks().orElse(List.of()).forEach(HubBounds::absolute);
        atLeastOne("push.max-streams", config.push().maxStreams());
        atLeastOne("push.max-keys", config.push().maxKeys());
        Duration ahead = config.ingest().maxAhead();
        if (ahead.isNegative() || ahead.toDays() > MAX_AHEAD_DAYS) {
            throw new HubException(
                    "tailrace.ingest.max-ahead is %s: from 0 to %s days are accepted."
                            .formatted(ahead, MAX_AHEAD_DAYS));
        }
    }

    private static void absolute(Path followLinks) {
        if (!followLinks.isAbsolute()) {
            throw new HubException(
                    "tailrace.tailing.follow-links has '%s': accepted are absolute paths."
                            .formatted(OsText.shown(followLinks)));
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new HubException(
                    "tailrace." + key + " is " + value + ": at least 1 is accepted.");
        }
    }
}
