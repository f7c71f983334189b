package dev.tailrace.access;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * Whose a certificate is, by its names. As keys, those first that say the most: {@code uri:} and
 * {@code dns:} of the alternative names (RFC 5280, 4.2.1.6), then {@code cn:}, the common name, if
 * there is exactly one. Names that no line can have are left out. Any thread.
 */
final class Subjects {
    private static final int DNS = 2;
    private static final int URI = 6;

    private Subjects() {}

    static List<Key> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        alternative(certificate, URI).forEach(name -> names.add("uri:" + name));
        alternative(certificate, DNS).forEach(name -> names.add("dns:" + name));
        List<String> common = common(certificate.getSubjectX500Principal());
        if (common.size() == 1) {
            names.add("cn:" + common.getFirst());
        }
        return names.stream()
                .filter(Key.Kind.SUBJECT::accepts)
                .map(name -> new Key(Key.Kind.SUBJECT, name))
                .toList();
    }

    private static List<String> alternative(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return Objects.requireNonNullElse(all, List.<List<?>>of()).stream()
                    .filter(each -> Objects.equals(each.get(0), type))
                    .map(each -> String.valueOf(each.get(1)))
                    .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static List<String> common(X500Principal subject) {
        try {
            return new LdapName(subject.getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .toList();
        } catch (InvalidNameException _) {
            return List.of();
        }
    }
}
