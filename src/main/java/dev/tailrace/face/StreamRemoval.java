package dev.tailrace.face;

import dev.tailrace.access.Access;
import dev.tailrace.access.Right;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.Removing;
import dev.tailrace.hub.Removing.Outcome;
import dev.tailrace.hub.Removing.Wish;
import dev.tailrace.hub.stream.ClientStreams;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.hub.stream.StreamRemoved;
import dev.tailrace.model.Reasons;
import dev.tailrace.model.Refusal;
import dev.tailrace.model.Refusal.Facts;
import dev.tailrace.model.Refusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Removes streams, and what they have kept, for {@code DELETE /streams/NAME}. Any thread. */
@Singleton
@Startup // so that its meters are there before a client removes anything
class StreamRemoval {
    /** The answer. */
    @Schema(name = "Removed")
    record Removed(
            @Schema(examples = "web") String name,
            @Schema(examples = "k3v9x2ab") String epoch,
            @Schema(description = "Whether the stream itself goes") boolean whole,
            @Schema(description = "Whether nothing has been removed, as nothing was to be")
                    boolean dryRun,
            @Schema(description = "Whether that takes force=true") boolean needsForce,
            @Schema(description = "The seq of the oldest record that goes", examples = "0")
                    long first,
            @Schema(description = "The seq of the oldest record that stays", examples = "184220")
                    long next,
            @Schema(examples = "184220") long lines,
            @Schema(description = "On disk", examples = "9413672") long bytes,
            @Schema(examples = "3") int files) {}

    /** The query as it came. */
    record Asked(@Nullable String before, @Nullable String dryRun, @Nullable String force) {}

    private final Hub hub;
    private final Counter streams;
    private final Counter lines;
    private final Counter bytes;

    StreamRemoval(Hub hub, MeterRegistry registry) {
        MeterTable meters = new MeterTable(registry);
        this.hub = hub;
        this.streams =
                meters.counter("tailrace.removed.streams", "Streams that clients have removed");
        this.lines = meters.counter("tailrace.removed.lines", "Records that clients have removed");
        this.bytes = meters.counter("tailrace.removed.bytes", "What these took on disk, in bytes");
    }

    /**
     * Removes what is asked for, or tells what that would be.
     *
     * @throws Refused if it cannot be, or the client may not
     */
    Uni<Removed> answer(ClientStreams all, String name, Asked asked) {
        Wish wish = new Wish(before(asked.before), by(all.access()));
        boolean dryRun = ParameterValue.isOn("dry-run", asked.dryRun, false);
        boolean force = ParameterValue.isOn("force", asked.force, false);
        LogStream stream = removable(all, name);
        Removing removing = hub.removing();
        if (!dryRun && !force && removing.needsForce(stream, wish)) {
            throw of(
                    name,
                    Reason.CONFLICT,
                    "Stream '"
                            + name
                            + "' has a source or is in the configuration, and stays: force=true"
                            + " removes all that it has kept.");
        }
        CompletionStage<Outcome> outcome =
                dryRun ? removing.wouldRemove(stream, wish) : removing.remove(stream, wish);
        EventLoop owner = Calls.eventLoop();
        return Uni.createFrom()
                .completionStage(outcome.whenCompleteAsync((_, _) -> {}, owner))
                .onItem()
                .transform(removed -> removed(stream, dryRun, removed))
                .onFailure(failure -> !(failure instanceof Refused))
                .transform(failure -> refusal(name, failure));
    }

    private Throwable refusal(String name, Throwable failure) {
        Throwable bare = failure instanceof CompletionException e ? e.getCause() : failure;
        return switch (bare) {
            case StreamRemoved _ -> Refused.unknownStream(name);
            case UncheckedIOException e ->
                    refused(Reason.DISK, "It cannot be removed: " + Reasons.of(e) + ".");
            case null, default -> failure;
        };
    }

    private static OptionalLong before(@Nullable String text) {
        return text == null
                ? OptionalLong.empty()
                : OptionalLong.of(new ParameterValue("before", text).time(Instant.now()));
    }

    private static @Nullable String by(Access access) {
        return access.isEveryone() ? null : access.principal();
    }

    /** As for commands: one that the client may only read is there, and so no news to it. */
    private LogStream removable(ClientStreams all, String name) {
        if (!hub.sources().commands().isControlled()) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "Streams are not removed by requests here: tailrace.control is false.",
                    Facts.ofAccepted("tailrace.control=true"));
        }
        LogStream stream =
                StreamParameters.find(all, Right.CONTROL, name)
                        .orElseThrow(() ->
                                of(
                                        StreamParameters.find(all, name).name().value(),
                                        Reason.NOT_ALLOWED,
                                        "Stream '"
                                                + name
                                                + "' is not among those that this client may"
                                                + " control."));
        if (hub.isDraining()) {
            throw refused(Reason.DRAIN, "The gateway stops.");
        }
        return stream;
    }

    private Removed removed(LogStream stream, boolean dryRun, Outcome outcome) {
        if (!dryRun) {
            streams.increment(outcome.whole() ? 1 : 0);
            lines.increment((double) outcome.removal().lines());
            bytes.increment((double) outcome.removal().bytes());
        }
        return new Removed(
                stream.name().value(),
                stream.epoch().value(),
                outcome.whole(),
                dryRun,
                outcome.needsForce(),
                outcome.removal().first(),
                outcome.removal().end(),
                outcome.removal().lines(),
                outcome.removal().bytes(),
                outcome.removal().files());
    }

    private Refused refused(Reason reason, String sentence) {
        return new Refused(RetryTime.in(new Refusal(reason, sentence), hub));
    }

    private static Refused of(String stream, Reason reason, String sentence) {
        return new Refused(reason, sentence, Facts.ofStream(stream));
    }
}
