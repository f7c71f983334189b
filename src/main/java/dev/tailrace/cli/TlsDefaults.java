package dev.tailrace.cli;

import dev.tailrace.face.TlsRedirect;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.common.MapBackedConfigSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate changes of the application's defaults: the gateway speaks TLS on its port, and
 * nothing else anywhere. Quarkus by itself would open a second port and leave the first one as it
 * is, for whoever listens on the way. Any thread.
 *
 * <pre>
 *   no certificate                          http    quarkus.http.port
 *   a certificate                           https   quarkus.http.port
 *   and insecure-requests is not disabled   https   quarkus.http.ssl-port
 *                                           http    quarkus.http.port
 * </pre>
 *
 * Quarkus is told that plain HTTP is enabled where it is to be redirected, which {@link
 * TlsRedirect} does.
 */
public final class TlsDefaults implements ConfigSourceFactory {
    /** Whether there is a certificate. Not for users: nobody writes it but this class. */
    public static final String HAS_CERTIFICATE = "has-certificate";

    static final String PORT = "quarkus.http.port";
    static final String TLS_PORT = "quarkus.http.ssl-port";

    private static final String INSECURE = "quarkus.http.insecure-requests";
    private static final String DISABLED = "disabled";

    /** What gives it one, in a file or as variables of the environment. */
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "quarkus[._](tls[._]key[._-]store[._].*|http[._]ssl[._]certificate[._].*"
                            + "|http[._]tls[._-]configuration[._-]name)",
                    Pattern.CASE_INSENSITIVE);

    private static final String REDIRECT = "redirect";

    /** Just above application.properties (250), so that whatever users say wins. */
    private static final int ORDINAL = 251;

    /** Above the properties of the system (400), so that users do not. */
    private static final int ABOVE_USERS = 500;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!hasCertificate(context)) {
            return List.of();
        }
        Map<String, String> defaults = new HashMap<>(Map.of(HAS_CERTIFICATE, "true"));
        ConfigValue given = context.getValue(INSECURE);
        String insecure = given == null || given.getValue() == null ? DISABLED : given.getValue();
        defaults.put(INSECURE, insecure);
        if (insecure.equalsIgnoreCase(DISABLED)) {
            defaults.put(TLS_PORT, "${" + PORT + "}");
        }
        ConfigSource ofTls = new MapBackedConfigSource("TLS", defaults, ORDINAL) {};
        return insecure.equalsIgnoreCase(REDIRECT) ? List.of(ofTls, ownRedirect()) : List.of(ofTls);
    }

    private static ConfigSource ownRedirect() {
        Map<String, String> values = Map.of(INSECURE, "enabled", TlsRedirect.WANTED, "true");
        return new MapBackedConfigSource("TLS instead of HTTP", values, ABOVE_USERS) {};
    }

    private static boolean hasCertificate(ConfigSourceContext context) {
        Iterator<String> names = context.iterateNames();
        while (names.hasNext()) {
            String name = names.next();
            if (CERTIFICATE.matcher(name).matches() && isSaid(context.getValue(name))) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody has: what Quarkus itself has for want of anything ranks below zero. */
    private static boolean isSaid(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && value.getConfigSourceOrdinal() > 0;
    }
}
