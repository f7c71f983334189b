package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Somebody with a key pair of his own, made for the test, who signs tokens. */
record Signer(KeyPair pair, String algorithm, String kid) {
    static final String ISSUER = "https://login.example.com";
    static final String AUDIENCE = "tailrace";

    /** 2026-11-20T04:00:00Z. */
    static final long NOW = 1_795_147_200;

    static Signer ec(String kid) {
        return new Signer(pair("EC", 256), "ES256", kid);
    }

    static Signer rsa(String kid, int bits) {
        return new Signer(pair("RSA", bits), "RS256", kid);
    }

    static KeyPair pair(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PublicJsonWebKey jwk() {
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** The set that a provider publishes. */
    static String set(Signer... all) {
        JsonWebKeySet set = new JsonWebKeySet();
        for (Signer each : all) {
            set.addJsonWebKey(each.jwk());
        }
        return set.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** Claims that are accepted at {@link #NOW}. */
    static Map<String, Object> claims() {
        return new TreeMap<>(
                Map.of(
                        "iss",
                        ISSUER,
                        "aud",
                        AUDIENCE,
                        "sub",
                        "alice",
                        "exp",
                        NOW + 300,
                        "tailrace",
                        "rights=read streams=web-*"));
    }

    /** The same with another value; without, for null. */
    static Map<String, Object> claims(String name, @Nullable Object value) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return claims;
    }

    String sign(Map<String, Object> claims) {
        return sign(JsonUtil.toJson(claims), Map.of());
    }

    String sign(String payload, Map<String, Object> headers) {
        return sign(payload, algorithm, pair.getPrivate(), headers);
    }

    /** Whatever {@code algorithm} and {@code key} are. */
    String sign(String payload, String algorithm, @Nullable Key key, Map<String, Object> headers) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
            signed.setDoKeyValidation(false);
            signed.setAlgorithmHeaderValue(algorithm);
            signed.setKeyIdHeaderValue(kid);
            headers.forEach(signed::setHeader);
            if (key != null) {
                signed.setKey(key);
            }
            signed.setPayload(payload);
            return signed.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By ES256, whatever the head says. */
    String signHead(String head, String payload) {
        String text = encoded(head) + "." + encoded(payload);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return text
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of a token, as it is not encoded. */
    static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    /** What {@code key} says of itself, with what it keeps secret. */
    static Map<String, Object> whole(JsonWebKey key) {
        return Objects.requireNonNull(key).toParams(OutputControlLevel.PUBLIC_ONLY);
    }
}
