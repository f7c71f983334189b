package dev.tailrace.face.push;

import dev.tailrace.access.Access;
import dev.tailrace.face.Refused;
import dev.tailrace.hub.push.PushKey;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import dev.tailrace.model.Refusal;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** From a whole body to what the hub says of its lines. Any thread. */
final class Storing {
    /** Less than this is read in a millisecond, even as NDJSON; more is read by a worker. */
    private static final int AT_ONCE_BYTES = 64 * 1024;

    /** The lines of NDJSON beside its body: their bytes, and 20 more for each. */
    private static final long NDJSON_COPIES = 2;

    private static final int DIGEST_CHARS = 32;

    private final Pushes pushes;
    private final PushLimits limits;
    private final PushMeters meters;

    Storing(Pushes pushes, PushLimits limits, PushMeters meters) {
        this.pushes = pushes;
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * Looks whether the stream takes lines at all.
     *
     * @throws Refused if not
     */
    void check(Access access, PushHead head) {
        Refusal refusal = pushes.refusal(access, head.stream(), head.labels());
        if (refusal != null) {
            throw new Refused(refusal);
        }
    }

    /** Stores the body's lines; the stage completes with a {@link Refused} if they are not. */
    CompletionStage<PushOutcome.Written> store(
            Access access, PushHead head, BodyBytes body, InFlight.Share share) {
        if (head.coding() == ContentCoding.IDENTITY
                && body.length() <= AT_ONCE_BYTES
                && pushes.isOpen(head.stream())) {
            return storeNow(access, head, body, share);
        }
        return CompletableFuture.supplyAsync(
                        () -> storeNow(access, head, body, share),
                        Infrastructure.getDefaultExecutor())
                .thenCompose(stage -> stage);
    }

    private CompletionStage<PushOutcome.Written> storeNow(
            Access access, PushHead head, BodyBytes body, InFlight.Share share) {
        BodyBytes content = inflated(head, body, share);
        String name = head.key();
        PushKey key = name == null ? null : new PushKey(name, digest(head, content));
        PushedLines lines = lines(head, content, share);
        limits.check(lines);
        share.take(lines.headerBytes());
        return pushes.push(access, head.stream(), head.labels(), lines, key)
                .thenApply(outcome -> written(outcome, lines));
    }

    private BodyBytes inflated(PushHead head, BodyBytes body, InFlight.Share share) {
        if (head.coding() == ContentCoding.IDENTITY) {
            return body;
        }
        BodyBytes inflated = new BodyBytes(limits, share);
        head.coding().inflate(body, inflated);
        body.drop();
        return inflated;
    }

    private PushedLines lines(PushHead head, BodyBytes content, InFlight.Share share) {
        if (!head.ndjson()) {
            return PushedLines.ofText(content.array(), content.length());
        }
        if (!share.reserve(NDJSON_COPIES * content.length())) {
            throw limits.tooMuchUnderWay();
        }
        return NdjsonLines.parse(content.array(), content.length());
    }

    /** Of what was sent, inflated: the same lines may be compressed in more than one way. */
    private static String digest(PushHead head, BodyBytes content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((byte) (head.ndjson() ? 1 : 0));
            sha.update(content.array(), 0, content.length());
            return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private PushOutcome.Written written(PushOutcome outcome, PushedLines lines) {
        return switch (outcome) {
            case PushOutcome.Written written -> {
                count(written, lines);
                yield written;
            }
            case PushOutcome.Refused(Refusal refusal) -> throw new Refused(refusal);
        };
    }

    private void count(PushOutcome.Written written, PushedLines lines) {
        if (written.repeated()) {
            meters.repeated();
        } else {
            long bytes = lines.bytesOf(Origin.STDOUT) + lines.bytesOf(Origin.STDERR);
            meters.written(lines.lines(), bytes, bytes + lines.headerBytes());
        }
    }
}
