package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of a file: what each may, by its hash. Several lines of one token are as many grants,
 * and several tokens of one id are one principal. Any thread.
 */
record TokenTable(Map<String, Access> byHash) {
    static final TokenTable EMPTY = new TokenTable(Map.of());

    TokenTable {
        byHash = Map.copyOf(byHash);
    }

    /**
     * Reads the lines of a file.
     *
     * @throws IllegalArgumentException if one is not accepted; the message says which, and never
     *     what stands there
     */
    static TokenTable parse(List<String> lines) {
        Map<String, TokenLine> first = new LinkedHashMap<>();
        Map<String, List<Grant>> grants = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!isSilent(line)) {
                try {
                    add(TokenLine.parse(line), first, grants);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        Map<String, Access> byHash = new HashMap<>();
        first.forEach((hash, line) ->
                byHash.put(
                        hash,
                        new Access(
                                line.id(),
                                hash,
                                grants.getOrDefault(hash, List.of()),
                                line.expires())));
        return new TokenTable(byHash);
    }

    /** Whether the line has no token: a remark, or nothing. */
    static boolean isSilent(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static void add(
            TokenLine line, Map<String, TokenLine> first, Map<String, List<Grant>> grants) {
        TokenLine known = first.putIfAbsent(line.sha256(), line);
        if (known != null && !known.id().equals(line.id())) {
            throw new IllegalArgumentException("this token has another id on a line before");
        }
        if (known != null && !known.expires().equals(line.expires())) {
            throw new IllegalArgumentException("this token has another expires on a line before");
        }
        grants.computeIfAbsent(line.sha256(), _ -> new ArrayList<>()).add(line.grant());
    }

    /** What the token may that has this hash. */
    Optional<Access> find(String hash) {
        Access found = byHash.get(hash);
        return found != null && isEqual(found.credential(), hash)
                ? Optional.of(found)
                : Optional.empty();
    }

    /** In a time that does not tell how far they are the same. */
    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
    }
}
