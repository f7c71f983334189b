package dev.tailrace.face;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats there are, to choose from by {@code Accept}. Any thread. */
@Singleton
public class WireFormats {
    private final List<WireFormat> formats;
    private final List<Variant> variants;
    private final Map<WireFormat, FaceMeters> meters;

    WireFormats(@All List<WireFormat> all, MeterRegistry registry) {
        formats = all.stream().sorted(Comparator.comparingInt(WireFormat::rank)).toList();
        variants =
                Variant.mediaTypes(
                                formats.stream()
                                        .map(format -> MediaType.valueOf(format.mediaType()))
                                        .toArray(MediaType[]::new))
                        .build();
        meters =
                formats.stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        format -> new FaceMeters(registry, format.name())));
    }

    /**
     * The format that the client likes best.
     *
     * @throws Problem if it accepts none of them
     */
    WireFormat select(Request request, HttpHeaders headers) {
        Variant chosen = request.selectVariant(variants);
        if (chosen == null) {
            throw Problem.notAcceptable(
                    headers.getHeaderString(HttpHeaders.ACCEPT),
                    formats.stream().map(WireFormat::mediaType).collect(Collectors.joining(", ")));
        }
        String type = chosen.getMediaType().getType() + "/" + chosen.getMediaType().getSubtype();
        return formats.stream()
                .filter(format -> format.mediaType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    FaceMeters metersOf(WireFormat format) {
        return Objects.requireNonNull(meters.get(format));
    }
}
