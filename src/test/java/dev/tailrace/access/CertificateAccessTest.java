package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.Certificates;
import dev.tailrace.access.FileAuthenticator.ByCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a certificate may that TLS has found to be good, and until when. */
class CertificateAccessTest {
    private static final String GRANT = " rights=read streams=*";
    private static final String URI = "uri:spiffe://example.com/web";

    private static Certificates authority;

    @TempDir Path folder;

    private Path file = Path.of("");

    @BeforeAll
    static void make() throws GeneralSecurityException {
        authority = Certificates.authority("test authority");
    }

    @BeforeEach
    void makeFile() throws IOException {
        file =
                Files.createFile(
                        folder.resolve("grants"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
    }

    private ByCertificate granting(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        return new ByCertificate(FileAuthenticator.file(file));
    }

    private static X509Certificate certificate(String subject, String... names)
            throws GeneralSecurityException {
        return authority.issue(subject, names).own();
    }

    @Test
    void withoutALineItMayNothing() throws Exception {
        ByCertificate granted = granting("a subject=cn:other" + GRANT, "b user=me" + GRANT);
        assertThat(granted.ofCertificate(certificate("CN=me", "dns:me", URI))).isEmpty();
    }

    @Test
    void theFirstNameThatHasALineCountsAndNoOther() throws Exception {
        String[] lines = {
            "c subject=cn:me" + GRANT, "d subject=dns:me" + GRANT, "u subject=" + URI + GRANT
        };
        ByCertificate all = granting(lines);
        assertThat(principal(all, "CN=me")).isEqualTo("c");
        assertThat(principal(all, "CN=me", "dns:other", "dns:me")).isEqualTo("d");
        assertThat(principal(all, "CN=me", "dns:me", URI)).isEqualTo("u");
    }

    private static String principal(ByCertificate granted, String subject, String... names)
            throws GeneralSecurityException {
        Access access = granted.ofCertificate(certificate(subject, names)).orElseThrow();
        assertThat(access.grants()).hasSize(1);
        return access.principal();
    }

    /** Whoever can choose one kind of name has no other with it. */
    @Test
    void aNameOfOneKindIsNoneOfAnother() throws Exception {
        ByCertificate granted = granting("d subject=dns:me" + GRANT, "u subject=" + URI + GRANT);
        for (String subject : List.of("CN=me", "CN=dns:me", "CN=" + URI, "CN=a,CN=b", "O=me")) {
            assertThat(granted.ofCertificate(certificate(subject))).as(subject).isEmpty();
        }
        assertThat(granted.ofCertificate(certificate("CN=x", "dns:ME", "uri:me"))).isEmpty();
        assertThat(Subjects.of(certificate("CN=a b", "uri:a b"))).isEmpty();
        assertThat(Subjects.of(certificate("CN=a,CN=b"))).isEmpty();
    }

    private static List<String> watch(AccessEnds ends, Access access) {
        List<String> told = new ArrayList<>();
        ends.watch(
                access,
                new AccessEnds.Client() {
                    @Override
                    public void expiring(Instant at) {
                        told.add("expiring " + at);
                    }

                    @Override
                    public void over() {
                        told.add("over");
                    }
                });
        return told;
    }

    @Test
    void aReaderEndsWithTheCertificateOrTheLineWhicheverIsFirst() throws Exception {
        X509Certificate shown = certificate("CN=me");
        Instant end = shown.getNotAfter().toInstant();
        Instant sooner = end.minus(Duration.ofHours(1));
        for (Instant expires : List.of(end.plusSeconds(9), sooner)) {
            ByCertificate granted = granting("me subject=cn:me" + GRANT + " expires=" + expires);
            Instant first = expires.isBefore(end) ? expires : end;
            Access access = granted.ofCertificate(shown).orElseThrow();
            assertThat(access.expires()).isEqualTo(first);
            AccessEnds ends = new AccessEnds(each -> granted.current(each, first));
            List<String> told = watch(ends, access);
            ends.look(first.minusSeconds(61));
            assertThat(told).isEmpty();
            ends.look(first.minusSeconds(1));
            ends.look(first);
            assertThat(told).containsExactly("expiring " + first, "over");
        }
    }

    @Test
    void withTheLineGoneItsReadersEndAndOthersGoOn() throws Exception {
        String other = "other subject=cn:other" + GRANT;
        ByCertificate granted = granting("me subject=cn:me" + GRANT, other);
        Instant now = Instant.now();
        AccessEnds ends = new AccessEnds(each -> granted.current(each, now));
        List<String> mine = watch(ends, granted.ofCertificate(certificate("CN=me")).orElseThrow());
        List<String> others =
                watch(ends, granted.ofCertificate(certificate("CN=other")).orElseThrow());
        Files.write(file, List.of(other));
        granted.look();
        granted.look();
        ends.look(now);
        assertThat(mine).containsExactly("over");
        assertThat(others).isEmpty();
        assertThat(granted.ofCertificate(certificate("CN=me"))).isEmpty();
    }
}
