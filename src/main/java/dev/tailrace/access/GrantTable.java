package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a token file grants, by what clients show: a token, a user and groups, a name of a
 * certificate. Several lines of one key are as many grants, and several keys of one id are one
 * principal. Any thread.
 *
 * @param byKey by the text of each {@link Key}: what an access was found for is asked again and
 *     again, and then nothing of it is parsed
 */
record GrantTable(Map<String, Access> byKey) {
    GrantTable {
        byKey = Map.copyOf(byKey);
    }

    /**
     * Reads the lines of a file.
     *
     * @throws IllegalArgumentException if one is not accepted; the message says which, and never
     *     what stands there
     */
    static GrantTable parse(List<String> lines) {
        Map<Key, GrantLine> first = new LinkedHashMap<>();
        Map<Key, List<Grant>> grants = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!isSilent(line)) {
                try {
                    add(GrantLine.parse(line), first, grants);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        Map<String, Access> byKey = new HashMap<>();
        first.forEach((key, line) ->
                byKey.put(
                        key.toString(),
                        new Access(
                                line.id(),
                                key.toString(),
                                grants.getOrDefault(key, List.of()),
                                line.expires())));
        return new GrantTable(byKey);
    }

    /** Whether the line grants nothing: a remark, or empty. */
    static boolean isSilent(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static void add(
            GrantLine line, Map<Key, GrantLine> first, Map<Key, List<Grant>> grants) {
        GrantLine known = first.putIfAbsent(line.key(), line);
        String what = line.key().kind().what();
        if (known != null && !known.id().equals(line.id())) {
            throw new IllegalArgumentException("this " + what + " has another id on a line before");
        }
        if (known != null && !known.expires().equals(line.expires())) {
            throw new IllegalArgumentException(
                    "this " + what + " has another expires on a line before");
        }
        grants.computeIfAbsent(line.key(), _ -> new ArrayList<>()).add(line.grant());
    }

    /** What the client may that shows this. */
    Optional<Access> find(Key key) {
        return find(key.toString());
    }

    /** The same, of a key as text. */
    Optional<Access> find(String key) {
        Access found = byKey.get(key);
        return found != null && isEqual(found.credential(), key)
                ? Optional.of(found)
                : Optional.empty();
    }

    /**
     * What the client may that shows all of these, until the first of them is over: then it may
     * what the others grant, if any.
     */
    Access findAll(String principal, List<Key> keys, Instant now) {
        return findAll(
                principal, keys.stream().map(Key::toString).collect(Collectors.joining(" ")), now);
    }

    /** The same, of keys as text with spaces between them. */
    Access findAll(String principal, String keys, Instant now) {
        List<Grant> grants = new ArrayList<>();
        Instant expires = Instant.MAX;
        for (String key : keys.split(" ", -1)) {
            Access found = byKey.get(key);
            if (found != null && AccessEnds.isValid(found, now)) {
                grants.addAll(found.grants());
                expires = found.expires().isBefore(expires) ? found.expires() : expires;
            }
        }
        return new Access(principal, keys, grants, expires);
    }

    /** How many tokens or users or what else is of that kind. */
    int count(Key.Kind kind) {
        return (int) byKey.keySet().stream().filter(kind::isOf).count();
    }

    /** In a time that does not tell how far they are the same. */
    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
    }

    /** How much there is of each kind, without any of it. */
    @Override
    public String toString() {
        return Arrays.stream(Key.Kind.values())
                .map(kind -> kind.what() + "s: " + count(kind))
                .collect(Collectors.joining(", "));
    }
}
