package dev.tailrace.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * Which signed tokens are for this gateway.
 *
 * @param algorithms with public keys alone: a secret that verifies can sign as well
 */
record JwtRules(String issuer, String audience, List<String> algorithms, String claim) {
    private static final Set<String> ACCEPTED =
            Set.of(
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA384,
                    AlgorithmIdentifiers.RSA_USING_SHA512,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
                    AlgorithmIdentifiers.EDDSA);

    JwtRules {
        algorithms = List.copyOf(algorithms);
        for (String each : algorithms) {
            if (!ACCEPTED.contains(each)) {
                throw new AccessException(
                        "tailrace.auth.jwt.algorithms has '"
                                + each
                                + "'; accepted are "
                                + String.join(", ", new TreeSet<>(ACCEPTED))
                                + ".");
            }
        }
    }

    /**
     * Those that are configured.
     *
     * @throws AccessException if something of them is missing or not accepted
     */
    static JwtRules of(JwtConfig config) {
        return new JwtRules(
                config.issuer().orElseThrow(() -> missing("issuer", "what 'iss' of the tokens is")),
                config.audience()
                        .orElseThrow(() -> missing("audience", "what is in 'aud' of the tokens")),
                config.algorithms(),
                config.claim());
    }

    private static AccessException missing(String key, String accepted) {
        return new AccessException(
                "tailrace.auth.mode is jwt, and tailrace.auth.jwt."
                        + key
                        + " is missing: accepted is "
                        + accepted
                        + ".");
    }
}
