package dev.tailrace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** An authority of a test's own, and what it signs (RFC 5280): made in milliseconds, in memory. */
public final class Certificates {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Duration LIFE = Duration.ofDays(2);

    private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] IS_AUTHORITY = hex("30120603551d130101ff040830060101ff020100");
    private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");
    private static final byte[] VERSION_3 = hex("a003020102");
    private static final byte[] SERIAL = hex("020101");

    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int EXTENSIONS = 0xa3;

    private final String name;
    private final KeyPair keys;
    private final X509Certificate own;

    private Certificates(String name) throws GeneralSecurityException {
        this.name = "CN=" + name;
        this.keys = keys();
        Instant now = Instant.now();
        this.own = sign(this.name, keys, now.minus(LIFE), now.plus(LIFE), IS_AUTHORITY);
    }

    /** A new authority. */
    public static Certificates authority(String name) throws GeneralSecurityException {
        return new Certificates(name);
    }

    /** A certificate with its key, and with that of the authority. */
    public record Pair(PrivateKey key, X509Certificate own, X509Certificate authority) {
        /** The chain as PEM. */
        public String certificatePem() {
            return pem("CERTIFICATE", encoded(own)) + pem("CERTIFICATE", encoded(authority));
        }

        /** The key as PEM. */
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /**
     * Signs one that holds for two days from a day ago on.
     *
     * @param names {@code dns:NAME}, {@code uri:URI} or {@code ip:ADDRESS}
     */
    public Pair issue(String subject, String... names) throws GeneralSecurityException {
        return issue(subject, Instant.now().plus(LIFE), names);
    }

    /** The same until then. */
    public Pair issue(String subject, Instant until, String... names)
            throws GeneralSecurityException {
        KeyPair pair = keys();
        byte[][] all = Arrays.stream(names).map(Certificates::name).toArray(byte[][]::new);
        byte[] extension = der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, der(SEQUENCE, all)));
        byte[] more = names.length == 0 ? new byte[0] : extension;
        Instant from = until.minus(LIFE.multipliedBy(2));
        return new Pair(pair.getPrivate(), sign(subject, pair, from, until, more), own);
    }

    /** The authority's own certificate as PEM. */
    public String pem() {
        return pem("CERTIFICATE", encoded(own));
    }

    /** What a client needs that trusts the authority, and has that certificate or none. */
    public SSLContext client(@Nullable Pair pair) throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", own);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore store = empty();
        if (pair != null) {
            Certificate[] chain = {pair.own(), pair.authority()};
            store.setKeyEntry("own", pair.key(), PASSWORD, chain);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private X509Certificate sign(
            String subject, KeyPair pair, Instant from, Instant until, byte[] extension)
            throws GeneralSecurityException {
        byte[] extensions =
                extension.length == 0 ? extension : der(EXTENSIONS, der(SEQUENCE, extension));
        byte[] all =
                der(
                        SEQUENCE,
                        VERSION_3,
                        SERIAL,
                        ECDSA_WITH_SHA256,
                        new X500Principal(name).getEncoded(),
                        der(SEQUENCE, time(from), time(until)),
                        new X500Principal(subject).getEncoded(),
                        pair.getPublic().getEncoded(),
                        extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(all);
        byte[] bits = der(BITS, new byte[1], signature.sign());
        byte[] whole = der(SEQUENCE, all, ECDSA_WITH_SHA256, bits);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A GeneralName of RFC 5280, 4.2.1.6. */
    private static byte[] name(String kindAndName) {
        String[] parts = kindAndName.split(":", 2);
        return switch (parts[0]) {
            case "dns" -> der(0x82, parts[1].getBytes(US_ASCII));
            case "uri" -> der(0x86, parts[1].getBytes(US_ASCII));
            case "ip" -> der(0x87, InetAddress.ofLiteral(parts[1]).getAddress());
            default -> throw new IllegalArgumentException(kindAndName);
        };
    }

    private static byte[] time(Instant at) {
        String text =
                DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(at);
        return der(UTC_TIME, text.getBytes(US_ASCII));
    }

    /** Tag, length and content (X.690). */
    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(each -> each.length).sum();
        byte[] head = {(byte) tag, (byte) length};
        if (length > 0xff) {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        } else if (length > 0x7f) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        }
        byte[] all = Arrays.copyOf(head, head.length + length);
        int at = head.length;
        for (byte[] part : List.of(parts)) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
