package dev.tailrace.terminal.streams;

import dev.tailrace.json.JsonReader;
import dev.tailrace.terminal.gateway.GatewayClient;
import dev.tailrace.terminal.gateway.GatewayFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object of a gateway's answer. What is asked of it as another kind than it is, is an {@link
 * IllegalArgumentException}.
 *
 * @param json as it came
 */
record Answer(Map<?, ?> members, String json) {
    /**
     * What {@code read} makes of the one object of {@code body}.
     *
     * @throws GatewayFailure if that is not what a gateway answers
     */
    static <T> T one(byte[] body, GatewayClient from, Function<Answer, T> read) {
        return checked(from, () -> read.apply(next(new JsonReader(body), body)));
    }

    /**
     * What {@code read} makes of each object of {@code body}, which is an array; as {@link #one}.
     */
    static <T> List<T> all(byte[] body, GatewayClient from, Function<Answer, T> read) {
        return checked(
                from,
                () -> {
                    List<T> all = new ArrayList<>();
                    JsonReader reader = new JsonReader(body);
                    reader.beginArray();
                    while (reader.nextElement()) {
                        all.add(read.apply(next(reader, body)));
                    }
                    return all;
                });
    }

    private static Answer next(JsonReader reader, byte[] body) {
        reader.peek();
        int from = reader.at();
        Map<?, ?> members = reader.object();
        return new Answer(
                members, new String(body, from, reader.at() - from, StandardCharsets.UTF_8));
    }

    private static <T> T checked(GatewayClient from, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw GatewayFailure.of(
                    GatewayFailure.FAILURE,
                    "what answers at "
                            + from.address()
                            + " is no gateway, or another version of one: "
                            + e.getMessage()
                            + ".");
        }
    }

    String text(String name) {
        return member(name, String.class).orElseThrow(() -> missing(name));
    }

    long number(String name) {
        return member(name, Number.class).orElseThrow(() -> missing(name)).longValue();
    }

    Optional<Long> maybeNumber(String name) {
        return member(name, Number.class).map(Number::longValue);
    }

    Optional<Double> maybeDecimal(String name) {
        return member(name, Number.class).map(Number::doubleValue);
    }

    boolean is(String name) {
        return member(name, Boolean.class).orElse(false);
    }

    Optional<Instant> maybeTime(String name) {
        return member(name, String.class).map(Instant::parse);
    }

    /** The texts of an object's members, by their names. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (members.get(name) instanceof Map<?, ?> object) {
            object.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    Optional<Answer> maybeObject(String name) {
        return members.get(name) instanceof Map<?, ?> object
                ? Optional.of(new Answer(object, ""))
                : Optional.empty();
    }

    /** The objects of an array. */
    List<Answer> objects(String name) {
        List<Answer> all = new ArrayList<>();
        if (members.get(name) instanceof List<?> array) {
            for (Object each : array) {
                if (each instanceof Map<?, ?> object) {
                    all.add(new Answer(object, ""));
                }
            }
        }
        return all;
    }

    private <T> Optional<T> member(String name, Class<T> kind) {
        Object value = members.get(name);
        if (value != null && !kind.isInstance(value)) {
            throw new IllegalArgumentException(name + " is " + value);
        }
        return Optional.ofNullable(kind.cast(value));
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " is missing");
    }
}
