package dev.tailrace.face.push;

import dev.tailrace.hub.Hub;
import dev.tailrace.hub.push.PushKey;
import dev.tailrace.hub.push.PushOutcome;
import dev.tailrace.hub.push.Pushes;
import dev.tailrace.model.Origin;
import dev.tailrace.model.PushedLines;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** From a whole body to what the hub says of its lines. Any thread. */
final class Storing {
    /** Less than this is read in a millisecond, even as NDJSON; more is read by a worker. */
    private static final int AT_ONCE_BYTES = 64 * 1024;

    /** The lines of NDJSON beside its body: their bytes, and 20 more for each. */
    private static final long NDJSON_COPIES = 2;

    /** Another gateway is there in a second or two after this one has gone. */
    private static final Duration RESTART_LEAST = Duration.ofSeconds(1);

    private static final Duration RESTART_MOST = Duration.ofSeconds(3);
    private static final Duration DISK_LEAST = Duration.ofSeconds(5);
    private static final Duration DISK_MOST = Duration.ofSeconds(15);
    private static final int DIGEST_CHARS = 32;

    private final Hub hub;
    private final Pushes pushes;
    private final PushLimits limits;
    private final PushMeters meters;

    Storing(Hub hub, PushLimits limits, PushMeters meters) {
        this.hub = hub;
        this.pushes = hub.pushes();
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * Looks whether the stream takes lines at all.
     *
     * @throws Fault if not
     */
    void check(PushHead head) {
        PushOutcome.Refused refused = pushes.refusal(head.stream());
        if (refused != null) {
            throw fault(refused, head);
        }
    }

    /** Stores the body's lines; the stage completes with a {@link Fault} if they are not. */
    CompletionStage<PushOutcome.Written> store(
            PushHead head, BodyBytes body, InFlight.Share share) {
        if (head.coding() == ContentCoding.IDENTITY
                && body.length() <= AT_ONCE_BYTES
                && pushes.isOpen(head.stream())) {
            return storeNow(head, body, share);
        }
        return CompletableFuture.supplyAsync(
                        () -> storeNow(head, body, share), Infrastructure.getDefaultExecutor())
                .thenCompose(stage -> stage);
    }

    private CompletionStage<PushOutcome.Written> storeNow(
            PushHead head, BodyBytes body, InFlight.Share share) {
        BodyBytes content = inflated(head, body, share);
        String name = head.key();
        PushKey key = name == null ? null : new PushKey(name, digest(head, content));
        PushedLines lines = lines(head, content, share);
        return pushes.push(head.stream(), head.labels(), lines, key)
                .thenApply(outcome -> written(outcome, lines, head));
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

    private PushOutcome.Written written(PushOutcome outcome, PushedLines lines, PushHead head) {
        return switch (outcome) {
            case PushOutcome.Written written -> {
                count(written, lines);
                yield written;
            }
            case PushOutcome.KeyReused _ ->
                    throw new Fault(
                            Fault.Reason.KEY_REUSED,
                            "The Idempotency-Key '"
                                    + head.key()
                                    + "' is that of a request with other lines. Nothing of this one"
                                    + " is stored.");
            case PushOutcome.KeyBusy _ ->
                    throw new Fault(
                                    Fault.Reason.KEY_BUSY,
                                    "A request with the Idempotency-Key '"
                                            + head.key()
                                            + "' is under way. Nothing of this one is stored.")
                            .retryIn(RESTART_LEAST, RESTART_MOST);
            case PushOutcome.Refused refused -> throw fault(refused, head);
        };
    }

    private void count(PushOutcome.Written written, PushedLines lines) {
        if (written.repeated()) {
            meters.repeated();
        } else {
            meters.written(
                    lines.lines(), lines.bytesOf(Origin.STDOUT) + lines.bytesOf(Origin.STDERR));
        }
    }

    private Fault fault(PushOutcome.Refused refused, PushHead head) {
        String sentence = sentence(refused);
        String stream = head.stream().value();
        return switch (refused.why()) {
            case UNKNOWN_STREAM -> new Fault(Fault.Reason.UNKNOWN_STREAM, sentence).of(stream);
            case NOT_ALLOWED -> new Fault(Fault.Reason.NOT_ALLOWED, sentence).of(stream);
            case OTHER_SOURCE -> new Fault(Fault.Reason.OTHER_SOURCE, sentence).of(stream);
            case MAX_STREAMS ->
                    new Fault(Fault.Reason.MAX_STREAMS, sentence)
                            .limit("tailrace.push.max-streams", pushes.config().maxStreams());
            case DRAIN ->
                    new Fault(Fault.Reason.DRAIN, sentence)
                            .retryIn(
                                    hub.drainLeft().plus(RESTART_LEAST),
                                    hub.drainLeft().plus(RESTART_MOST));
            case DISK -> new Fault(Fault.Reason.DISK, sentence).retryIn(DISK_LEAST, DISK_MOST);
        };
    }

    private static String sentence(PushOutcome.Refused refused) {
        String text = refused.sentence();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
