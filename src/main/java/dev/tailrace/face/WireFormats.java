package dev.tailrace.face;

import dev.tailrace.hub.Hub;
import dev.tailrace.model.Refusal;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats there are, to choose from by {@code Accept}. Any thread. */
@Singleton
@Startup // so that its meters are there before a client reads
public class WireFormats {
    private static final System.Logger LOG = System.getLogger(WireFormats.class.getName());

    private final List<WireFormat> formats;
    private final Map<WireFormat, FormatMeters> meters = new HashMap<>();

    WireFormats(@All List<WireFormat> all, FaceMeters table, Hub hub) {
        formats = all.stream().sorted(Comparator.comparingInt(WireFormat::rank)).toList();
        for (WireFormat format : formats) {
            meters.put(format, table.ofFormat(format.name(), hub.readFailures()));
        }
    }

    /**
     * The format that the client likes best.
     *
     * @throws Refused if it accepts none of them
     */
    WireFormat select(HttpHeaders headers) {
        WireFormat best = null;
        try {
            best = best(headers.getAcceptableMediaTypes());
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "An Accept header that is none", e);
        }
        if (best == null) {
            throw notAcceptable(headers.getHeaderString(HttpHeaders.ACCEPT));
        }
        return best;
    }

    private Refused notAcceptable(String accept) {
        String offered =
                formats.stream().map(WireFormat::mediaType).collect(Collectors.joining(", "));
        return new Refused(
                Refusal.Reason.NOT_ACCEPTABLE,
                "Nothing that 'Accept: "
                        + accept
                        + "' names is offered; offered are "
                        + offered
                        + ".",
                Refusal.Facts.ofAccepted(offered));
    }

    private @Nullable WireFormat best(List<MediaType> accepted) {
        WireFormat best = null;
        double highest = 0;
        for (WireFormat format : formats) {
            double quality =
                    Stream.concat(Stream.of(format.mediaType()), format.aliases().stream())
                            .mapToDouble(type -> quality(MediaType.valueOf(type), accepted))
                            .max()
                            .orElse(0);
            if (quality > highest) {
                best = format;
                highest = quality;
            }
        }
        return best;
    }

    /** What the most specific range that covers {@code type} says (RFC 9110, 12.5.1). */
    static double quality(MediaType type, List<MediaType> accepted) {
        return accepted.stream()
                .filter(range -> range.isCompatible(type))
                .max(
                        Comparator.comparingInt(range ->
                                (range.isWildcardType() ? 0 : 1)
                                        + (range.isWildcardSubtype() ? 0 : 1)))
                .map(WireFormats::quality)
                .orElse(0.0);
    }

    /** What a range says of itself. */
    static double quality(MediaType range) {
        return Double.parseDouble(range.getParameters().getOrDefault("q", "1"));
    }

    FormatMeters metersOf(WireFormat format) {
        return Objects.requireNonNull(meters.get(format));
    }
}
