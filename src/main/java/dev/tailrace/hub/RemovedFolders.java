package dev.tailrace.hub;

import dev.tailrace.hub.push.Pushes;
import dev.tailrace.hub.stream.DataFolder;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.Streams;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the streams whose folders somebody has removed. On the keeper's thread. */
final class RemovedFolders {
    private static final System.Logger LOG = System.getLogger(RemovedFolders.class.getName());

    private final DataFolder data;
    private final Streams streams;
    private final Pushes pushes;
    private final AtomicBoolean saidDataGone = new AtomicBoolean();

    RemovedFolders(DataFolder data, Streams streams, Pushes pushes) {
        this.data = data;
        this.streams = streams;
        this.pushes = pushes;
    }

    /** Whether somebody has removed the data folder, which is said once. */
    boolean isDataGone() {
        boolean gone = data.isGone();
        if (gone && saidDataGone.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The data folder {0} has been removed: all streams end, and nothing is kept"
                            + " until the gateway is started again.",
                    OsText.shown(data.path()));
        }
        return gone;
    }

    /** The folder of this one has been removed: the stream is no more. */
    void end(LogStream stream) {
        StreamName name = stream.name();
        if (streams.find(name).filter(stream::equals).isPresent()) {
            if (!isDataGone()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The folder of stream {0} has been removed: the stream ends, with its source"
                                + " and its readers.",
                        name);
            }
            streams.remove(stream);
            // Not before: a push just now would open the removed one again.
            pushes.forget(name);
        }
    }
}
