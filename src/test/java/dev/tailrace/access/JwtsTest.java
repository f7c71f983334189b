package dev.tailrace.access;

import static dev.tailrace.access.Signer.NOW;
import static dev.tailrace.access.Signer.claims;
import static dev.tailrace.access.Signer.encoded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that somebody else has signed, and those that look like it. */
class JwtsTest {
    private static final Signer EC = Signer.ec("ec");
    private static final Signer RSA = Signer.rsa("rsa", 2048);
    private static final Signer STRANGER = Signer.ec("ec");
    private static final JwtKeys KEYS = JwtKeys.parse(Signer.set(RSA, EC));
    private static final String PAYLOAD = JsonUtil.toJson(claims());

    private static Jwts jwts(String... algorithms) {
        return new Jwts(
                new JwtRules(Signer.ISSUER, Signer.AUDIENCE, List.of(algorithms), "tailrace"));
    }

    private static Jwts.Found find(String token) {
        return jwts("RS256", "ES256").find(token, KEYS, Instant.ofEpochSecond(NOW));
    }

    private static void assertRefused(String token) {
        assertThat(find(token).access()).as(token).isEmpty();
    }

    @Test
    void aTokenSaysWhoMayWhatAndUntilWhen() {
        for (Signer signer : List.of(EC, RSA)) {
            Access access = find(signer.sign(claims())).access().orElseThrow();
            assertThat(access.principal()).isEqualTo("alice");
            assertThat(access.expires()).isEqualTo(Instant.ofEpochSecond(NOW + 300));
            assertThat(access.mayRead(new StreamName("web-1"), Labels.NONE)).isTrue();
            assertThat(access.mayRead(new StreamName("api"), Labels.NONE)).isFalse();
            assertThat(access.mayPush(new StreamName("web-1"), Labels.NONE)).isFalse();
            assertThat(KEYS.prints()).contains(access.credential());
        }
    }

    @Test
    void severalGrantsAreInTheWordsOfTheTokenFile() {
        List<String> grants =
                List.of("rights=read streams=a labels=team=shop", "rights=push streams=b");
        Access access = find(EC.sign(claims("tailrace", grants))).access().orElseThrow();
        assertThat(access.grants())
                .containsExactlyElementsOf(grants.stream().map(GrantLine::grant).toList());
        String missing = JsonUtil.toJson(claims("tailrace", null));
        for (String each : List.of(missing, missing.replaceFirst("\\{", "{\"tailrace\":null,"))) {
            Access none = find(EC.sign(each, Map.of())).access().orElseThrow();
            assertThat(none.grants()).as(each).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatAnIssuerMaySayElse(Map<String, Object> claims) {
        assertThat(find(EC.sign(claims)).access()).isPresent();
    }

    static Stream<Map<String, Object>> whatAnIssuerMaySayElse() {
        return Stream.of(
                claims("aud", List.of("others", Signer.AUDIENCE)),
                claims("nbf", NOW),
                claims("nbf", NOW + 5),
                claims("iat", NOW),
                claims("exp", NOW + 1),
                claims("jti", "1"),
                claims("sub", "auth0|1234"),
                claims("tailrace", List.of()));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsMissingOverOrForOthersIsRefused(Map<String, Object> claims) {
        assertRefused(EC.sign(claims));
    }

    static Stream<Map<String, Object>> whatIsMissingOverOrForOthersIsRefused() {
        return Stream.of(
                claims("exp", null),
                claims("exp", NOW - 11),
                claims("exp", "never"),
                claims("exp", Long.MAX_VALUE),
                claims("exp", 1e300),
                claims("nbf", NOW + 60),
                claims("aud", null),
                claims("aud", "others"),
                claims("aud", List.of()),
                claims("aud", List.of("others", "tailrace2")),
                claims("aud", Map.of("tailrace", true)),
                claims("iss", null),
                claims("iss", "https://login.example.com/"),
                claims("iss", List.of(Signer.ISSUER)),
                claims("sub", null),
                claims("sub", ""),
                claims("sub", "a b"),
                claims("sub", "\u00efda"),
                claims("sub", "x".repeat(256)),
                claims("sub", 7),
                claims("tailrace", 1),
                claims("tailrace", true),
                claims("tailrace", Map.of("rights", "read")),
                claims("tailrace", List.of(List.of("rights=read streams=*"))),
                claims("tailrace", ""),
                claims("tailrace", "rights=admin streams=*"),
                claims("tailrace", "rights=read"),
                claims("tailrace", "rights=read streams=* expires=2099-01-01"),
                claims("tailrace", "root user=root rights=read streams=*"),
                claims(
                        "tailrace",
                        Collections.nCopies(Jwts.MAX_GRANTS + 1, "rights=read streams=*")),
                claims(
                        "tailrace",
                        "rights=read streams=*" + ",a".repeat(Jwts.MAX_GRANT_CHARS / 2)));
    }

    @Test
    void whatExpiresNowIsAsValidAsItsExpirySays() {
        Access access = find(EC.sign(claims("exp", NOW))).access().orElseThrow();
        assertThat(AccessEnds.isValid(access, Instant.ofEpochSecond(NOW))).isFalse();
    }

    /** The first thing that is tried: RFC 8725, 2.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "nOnE", "", "HS256", "RS384", "PS256", "ES384", "EdDSA"})
    void anotherAlgorithmThanThoseThatAreConfiguredIsRefused(String algorithm) {
        String head = encoded("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa\"}") + ".";
        String signature = RSA.sign(claims()).replaceAll(".*\\.", ".");
        assertRefused(head + encoded(PAYLOAD) + signature);
        assertRefused(head + encoded(PAYLOAD) + ".");
        assertRefused(head + encoded(PAYLOAD));
        assertRefused(head + encoded(PAYLOAD) + ".AA");
    }

    @Test
    void aPublicKeyIsNoSecretToSignWith() {
        for (byte[] secret :
                List.of(
                        RSA.pair().getPublic().getEncoded(),
                        RSA.pem().getBytes(UTF_8),
                        RSA.pem().strip().getBytes(UTF_8),
                        Signer.set(RSA).getBytes(UTF_8))) {
            assertRefused(RSA.sign(PAYLOAD, "HS256", new HmacKey(secret), Map.of()));
        }
    }

    @Test
    void noKeyIsTakenFromTheToken() {
        String address = "https://evil.example/keys";
        for (Map<String, Object> headers :
                List.<Map<String, Object>>of(
                        Map.of("jwk", Signer.whole(STRANGER.jwk())),
                        Map.of("jku", address),
                        Map.of("x5u", address),
                        Map.of("x5c", List.of("AAAA")))) {
            assertRefused(STRANGER.sign(PAYLOAD, headers));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../dev/null",
                "/etc/passwd",
                "file:///dev/null",
                "' OR 1=1",
                "ec\u0000",
                ""
            })
    void aKidIsComparedAndNothingElse(String kid) {
        Jwts.Found found = find(STRANGER.sign(PAYLOAD, Map.of("kid", kid)));
        assertThat(found.access()).isEmpty();
        assertThat(found.isOfUnknownKey()).isTrue();
    }

    @Test
    void aSignatureOfAnotherKeyOrOfAnotherTextIsNone() {
        assertRefused(STRANGER.sign(claims()));
        String[] parts = EC.sign(claims()).split("\\.", -1);
        String wider = encoded(JsonUtil.toJson(claims("tailrace", "rights=control streams=*")));
        assertRefused(parts[0] + "." + wider + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + "." + parts[2].substring(2));
        // All zeros were a signature of everything once (CVE-2022-21449).
        assertRefused(parts[0] + "." + parts[1] + "." + "A".repeat(86));
    }

    @Test
    void onlyOneSignedTokenOfThatFormIsRead() {
        String good = EC.sign(claims());
        assertThat(find(good).access()).isPresent();
        for (String other :
                List.of(
                        "",
                        ".",
                        "..",
                        "a.b.c",
                        " " + good,
                        good + " ",
                        good + "\n",
                        good + "=",
                        good + ".",
                        good + "." + good,
                        good + ".a.b",
                        "Bearer " + good,
                        "x".repeat(1 << 20),
                        good + "x".repeat(1 << 20),
                        "{}",
                        "\u00e9.\u00e9.\u00e9",
                        JwtsTest.class.getName())) {
            assertRefused(other);
        }
        assertRefused(EC.sign(good, Map.of("cty", "JWT")));
        assertRefused(EC.sign(PAYLOAD, Map.of("crit", List.of("x"), "x", 1)));
        assertRefused(EC.sign("[]", Map.of()));
        assertRefused(EC.sign("{\"iss\":", Map.of()));
    }

    /** RFC 7515, 4.1.11, and RFC 7797, 7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[]",
                "\"crit\":null",
                "\"b64\":null",
                "\"crit\":\"\"",
                "\"crit\":{}",
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[\"alg\"]",
                "\"crit\":[\"b64\"],\"b64\":true",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"b64\":true",
                "\"b64\":\"false\""
            })
    void aHeadWithExtensionsIsRefused(String extension) {
        assertRefused(EC.signHead("{\"alg\":\"ES256\"," + extension + "}", PAYLOAD));
    }

    /** RFC 7515, 4: the names must be unique, and are compared with their case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
                "{\"alg\":\"none\",\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"kid\":\"ec\",\"kid\":\"ec\"}",
                "{\"alg\":\"es256\"}",
                "{\"Alg\":\"ES256\"}",
                "{\"alg\":\"ES256 \"}",
                "{\"alg\":[\"ES256\"]}",
                "{\"alg\":null}",
                "{}",
                "[]",
                "null"
            })
    void aHeadHasOneAlgorithmInItsOwnSpelling(String head) {
        assertRefused(EC.signHead(head, PAYLOAD));
    }

    @Test
    void claimsAreThereOnce() {
        assertRefused(
                EC.signHead(
                        "{\"alg\":\"ES256\"}", PAYLOAD.replaceFirst("\\{", "{\"sub\":\"root\",")));
    }

    /** RFC 7516, 4.1.3: only what is encrypted is inflated. */
    @Test
    void nothingIsInflated() {
        String head = "{\"alg\":\"ES256\",\"zip\":\"DEF\"}";
        assertThat(find(EC.signHead(head, PAYLOAD)).access()).isPresent();
    }

    @Test
    void aTokenOfTheLargestSizeIsReadAndOneMoreIsNot() {
        int room = Jwts.MAX_CHARS * 3 / 4 - 400;
        assertThat(find(EC.sign(claims("more", "x".repeat(room)))).access()).isPresent();
        assertRefused(EC.sign(claims("more", "x".repeat(room + 400))));
    }

    @Test
    void aWeakKeyIsNone() {
        Signer weak = Signer.rsa("weak", 1024);
        JwtKeys keys = JwtKeys.parse(Signer.set(weak));
        assertThat(
                        jwts("RS256")
                                .find(weak.sign(claims()), keys, Instant.ofEpochSecond(NOW))
                                .access())
                .isEmpty();
    }

    @Test
    void aKeyFileHasOneKeyInPemOrASet() {
        for (Signer signer :
                List.of(EC, RSA, new Signer(Signer.pair("Ed25519", 255), "EdDSA", "ed"))) {
            for (String text : List.of(signer.pem(), Signer.set(signer))) {
                JwtKeys keys = JwtKeys.parse(text);
                assertThat(keys).hasToString("keys: 1");
                assertThat(
                                jwts(signer.algorithm())
                                        .find(
                                                signer.sign(claims()),
                                                keys,
                                                Instant.ofEpochSecond(NOW))
                                        .access())
                        .isPresent();
            }
        }
        for (String text :
                List.of(
                        "",
                        "garbage",
                        "{}",
                        "{\"keys\":[]}",
                        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                        EC.pem().replace("PUBLIC", "PRIVATE"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JwtKeys.parse(text))
                    .withMessageStartingWith("it has no public key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RSA-OAEP", "rs256", ""})
    void algorithmsWithoutAPublicKeyCannotBeConfigured(String algorithm) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> jwts("RS256", algorithm))
                .withMessageContaining("tailrace.auth.jwt.algorithms has '" + algorithm + "'");
    }
}
