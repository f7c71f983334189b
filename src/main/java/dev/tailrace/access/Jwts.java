package dev.tailrace.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.jwx.Headers;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Reads signed tokens (RFC 7515, RFC 7519). Keys are those of the configuration, whatever a token
 * says of where they were; {@code alg} is one of those that are configured; all that is asked for
 * must be there. Any thread.
 *
 * <pre>
 *   token --form, size--> signed with one of JwtKeys --iss, aud, sub, exp, nbf--> the claim --> Access
 *                              `--by a key that is not there: UNKNOWN_KEY
 * </pre>
 */
final class Jwts {
    /** What fits into a head beside other headers; a provider's tokens have 1 to 4 KB. */
    static final int MAX_CHARS = 16 * 1024;

    /** A token is for a few kinds of streams; each costs a comparison for each stream of a list. */
    static final int MAX_GRANTS = 64;

    /** All grants together. */
    static final int MAX_GRANT_CHARS = 4096;

    /** By so much the clocks of a provider and the gateway may differ for {@code nbf}. */
    private static final int SKEW_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(Jwts.class.getName());

    /** Signed, and neither encrypted nor of another form. */
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private static final List<String> EXTENSIONS =
            List.of(HeaderParameterNames.CRITICAL, HeaderParameterNames.BASE64URL_ENCODE_PAYLOAD);

    /** OpenID Connect Core, 2: so long and of ASCII. */
    private static final String SUBJECT = "[!-~]{1,255}";

    /**
     * What is found.
     *
     * @param isOfUnknownKey whether newer keys could change that
     */
    record Found(Optional<Access> access, boolean isOfUnknownKey) {
        private static final Found NOTHING = new Found(Optional.empty(), false);
        private static final Found UNKNOWN_KEY = new Found(Optional.empty(), true);
    }

    private final JwtRules rules;

    Jwts(JwtRules rules) {
        this.rules = rules;
    }

    /** What the token's bearer may at that time. */
    Found find(String token, JwtKeys keys, Instant now) {
        if (token.length() > MAX_CHARS || !FORM.matcher(token).matches()) {
            return Found.NOTHING;
        }
        try {
            return new Found(Optional.of(access(verified(token, keys, now))), false);
        } catch (InvalidJwtException e) {
            LOG.log(System.Logger.Level.DEBUG, "A token is refused: {0}", e.getErrorDetails());
            return e.getCause() instanceof UnresolvableKeyException
                    ? Found.UNKNOWN_KEY
                    : Found.NOTHING;
        } catch (JoseException
                | MalformedClaimException
                | IllegalArgumentException
                | ArithmeticException e) {
            // Arithmetic: an exp that is no time, such as 1e300.
            LOG.log(System.Logger.Level.DEBUG, "A token is refused: {0}", e.getMessage());
            return Found.NOTHING;
        }
    }

    private JwtContext verified(String token, JwtKeys keys, Instant now)
            throws InvalidJwtException {
        String[] algorithms = rules.algorithms().toArray(String[]::new);
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys.resolver())
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, algorithms))
                .setExpectedIssuer(rules.issuer())
                .setExpectedAudience(rules.audience())
                .setRequireSubject()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .build()
                .process(token);
    }

    private Access access(JwtContext context) throws MalformedClaimException, JoseException {
        List<JsonWebStructure> layers = context.getJoseObjects();
        JwtClaims claims = context.getJwtClaims();
        requirePlain(layers.getFirst().getHeaders());
        String subject = claims.getSubject();
        if (layers.size() != 1 || !subject.matches(SUBJECT)) {
            throw new IllegalArgumentException(
                    "sub is not 1 to 255 visible characters, or the token is in another");
        }
        return new Access(
                subject,
                JwtKeys.print(layers.getFirst().getKey()),
                grants(claims),
                Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
    }

    /**
     * No extension is known here that {@code crit} could name, and it may not be empty (RFC 7515,
     * 4.1.11); {@code b64}, which jose4j knows, is not for these tokens (RFC 7797, 7).
     */
    private static void requirePlain(Headers head) throws JoseException {
        Set<String> names = JsonUtil.parseJson(head.getFullHeaderAsJsonString()).keySet();
        for (String each : EXTENSIONS) {
            if (names.contains(each)) { // also with the value null
                throw new IllegalArgumentException("its head has '" + each + "'");
            }
        }
    }

    /** Each is a string in the words of a line of the token file; none if there is no claim. */
    private List<Grant> grants(JwtClaims claims) {
        List<String> texts =
                switch (claims.getClaimValue(rules.claim())) {
                    case null -> List.of();
                    case String one -> List.of(one);
                    case List<?> several -> several.stream().map(Jwts::text).toList();
                    default -> throw notGrants();
                };
        if (texts.size() > MAX_GRANTS
                || texts.stream().mapToInt(String::length).sum() > MAX_GRANT_CHARS) {
            throw notGrants();
        }
        return texts.stream().map(GrantLine::grant).toList();
    }

    private static String text(Object element) {
        if (element instanceof String text) {
            return text;
        }
        throw notGrants();
    }

    private static IllegalArgumentException notGrants() {
        return new IllegalArgumentException(
                "the claim is not up to "
                        + MAX_GRANTS
                        + " strings of "
                        + MAX_GRANT_CHARS
                        + " characters in all");
    }
}
