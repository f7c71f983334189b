package dev.tailrace.face;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * Whether a server can show its certificates: Java looks at neither their keys nor their dates, and
 * each connection would fail. Any thread.
 */
final class CertificateCheck {
    /** By kinds of keys, as keys and key managers call them. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private CertificateCheck() {}

    /**
     * Looks whether each key is that of its certificate: without it nobody could connect.
     *
     * @throws IllegalArgumentException if one is not; the message is part of a sentence, and has
     *     nothing of a key
     */
    static void requireKeys(X509KeyManager keys) {
        for (String alias : aliases(keys)) {
            X509Certificate own = own(keys, alias);
            if (!match(keys.getPrivateKey(alias), own.getPublicKey())) {
                throw new IllegalArgumentException(
                        "the private key is not that of the certificate of '"
                                + subject(own)
                                + "'; accepted are a certificate and its own key");
            }
        }
    }

    /**
     * Looks whether each certificate holds at that time. Those of its authorities may be over:
     * clients need not use the ones that are sent along.
     *
     * @throws IllegalArgumentException if one does not; the message is part of a sentence
     */
    static void requireDates(X509KeyManager keys, Instant now) {
        for (String alias : aliases(keys)) {
            X509Certificate own = own(keys, alias);
            Instant from = own.getNotBefore().toInstant();
            Instant until = own.getNotAfter().toInstant();
            if (now.isBefore(from) || now.isAfter(until)) {
                throw new IllegalArgumentException(
                        "the certificate of '"
                                + subject(own)
                                + (now.isBefore(from)
                                        ? "' begins at " + from
                                        : "' ended at " + until)
                                + "; accepted is one that holds now");
            }
        }
    }

    private static Set<String> aliases(X509KeyManager keys) {
        Set<String> all = new HashSet<>();
        for (String kind : SIGNATURES.keySet()) {
            String[] some = keys.getServerAliases(kind, null);
            if (some != null) {
                all.addAll(Arrays.asList(some));
            }
        }
        return all;
    }

    private static X509Certificate own(X509KeyManager keys, String alias) {
        return Objects.requireNonNull(keys.getCertificateChain(alias), alias)[0];
    }

    private static String subject(X509Certificate certificate) {
        return Refused.shown(certificate.getSubjectX500Principal().getName());
    }

    /** By what the one signs and the other verifies, which holds for all kinds of keys. */
    private static boolean match(PrivateKey key, PublicKey of) {
        String algorithm = SIGNATURES.get(of.getAlgorithm());
        if (algorithm == null || !key.getAlgorithm().equals(of.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] text = of.getEncoded();
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(of);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // RSA with another modulus, EC of another curve
        }
    }
}
