package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that tokens may be signed with. Any thread.
 *
 * @param prints of all of them
 */
record JwtKeys(List<JsonWebKey> all, Set<String> prints) {
    static final JwtKeys NONE = of(List.of());

    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    JwtKeys {
        all = List.copyOf(all);
        prints = Set.copyOf(prints);
    }

    private static JwtKeys of(List<JsonWebKey> keys) {
        return new JwtKeys(
                keys, keys.stream().map(each -> print(each.getKey())).collect(Collectors.toSet()));
    }

    /**
     * Reads one key in PEM, or a JWK set, of which keys that are secret do not count.
     *
     * @throws IllegalArgumentException if there is none
     */
    static JwtKeys parse(String text) {
        try {
            Matcher pem = PEM.matcher(text);
            List<JsonWebKey> keys =
                    pem.matches()
                            ? List.of(PublicJsonWebKey.Factory.newPublicJwk(key(pem.group(1))))
                            : new JsonWebKeySet(text).getJsonWebKeys();
            List<JsonWebKey> known =
                    keys.stream().filter(each -> each instanceof PublicJsonWebKey).toList();
            if (known.isEmpty()) {
                throw none(null);
            }
            return of(known);
        } catch (JoseException e) {
            throw none(e);
        }
    }

    private static IllegalArgumentException none(@Nullable Exception e) {
        return new IllegalArgumentException(
                "it has no public key; accepted are one in PEM (BEGIN PUBLIC KEY) and a JWK set",
                e);
    }

    private static PublicKey key(String base64) {
        byte[] encoded = Base64.getMimeDecoder().decode(base64.getBytes(US_ASCII));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException _) {
                // Of another kind.
            }
        }
        throw none(null);
    }

    /** Chooses by {@code kid} and {@code alg}, but one alone that has no name is for all. */
    VerificationKeyResolver resolver() {
        if (all.size() == 1 && all.getFirst().getKeyId() == null) {
            return (_, _) -> all.getFirst().getKey();
        }
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(all);
        resolver.setDisambiguateWithVerifySignature(true);
        return resolver;
    }

    /** Tells a key from others. */
    static String print(Key key) {
        return Token.hash(key.getEncoded());
    }

    @Override
    public String toString() {
        return "keys: " + all.size();
    }
}
