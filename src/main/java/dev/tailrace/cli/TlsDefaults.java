package dev.tailrace.cli;

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

    /** Just above application.properties (250), so that whatever users say wins. */
    private static final int ORDINAL = 251;

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
        return List.of(new MapBackedConfigSource("TLS", defaults, ORDINAL) {});
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
