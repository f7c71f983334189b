package dev.tailrace.cli;

import static java.util.Objects.requireNonNull;

import dev.tailrace.access.Loopback;
import dev.tailrace.model.Labels;
import dev.tailrace.model.OsText;
import dev.tailrace.model.StreamName;
import dev.tailrace.source.process.Environment;
import dev.tailrace.user.UserFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What every command takes. Each wins over the configuration and the environment. */
final class CommonOptions {
    static final int MAX_PORT = 65_535;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MANAGEMENT = 9000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description =
                    "Where to serve; 0 for any free port (default: 8080; run and pipe take any if"
                            + " that is in use).")
    @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            converter = HostName.class,
            description = "The address to serve on (default: 127.0.0.1).")
    @Nullable String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where lines are kept (default: $XDG_STATE_HOME/tailrace or"
                            + " ~/.local/state/tailrace; in there runs/NAME for run and pipe).")
    @Nullable Path data;

    @Option(names = "--quiet", description = "Say nothing but errors.")
    boolean quiet;

    /** Makes them the application's configuration. */
    void apply(UserFolders folders) {
        configure("state-folder", OsText.of(folders.state()));
        if (port != null) {
            System.setProperty("quarkus.http.port", port.toString());
        }
        if (host != null) {
            System.setProperty("quarkus.http.host", host);
        }
        if (data != null) {
            configure("tailrace.data", OsText.of(OsText.absolute(data)));
        }
        if (quiet) {
            System.setProperty("quarkus.log.console.level", "ERROR");
        }
    }

    /**
     * Has a gateway of one command or pipe be beside any others: its data is in a folder of its
     * own, by the stream's name, so that the next one goes on with it; and its port is the default
     * only if nobody has that. What the user has chosen stays.
     *
     * @return what is to be closed when the gateway is over
     */
    Optional<DefaultPort> applyBesideOthers(UserFolders folders, StreamName stream) {
        if (data == null && isUnset("tailrace.data", "TAILRACE_DATA")) {
            Path own = folders.state().resolve("runs").resolve(stream.value());
            configure("tailrace.data", OsText.of(own));
            configure("tailrace.data-in-use", "next");
        }
        applyManagementPort(folders);
        if (port != null || !isUnset("quarkus.http.port", "QUARKUS_HTTP_PORT")) {
            return Optional.empty();
        }
        DefaultPort chosen = DefaultPort.on(address(), folders.running());
        System.setProperty("quarkus.http.port", Integer.toString(chosen.number()));
        System.setProperty("quarkus.http.so-reuse-port", Boolean.toString(chosen.isHeld()));
        return Optional.of(chosen);
    }

    /** The default one only if nobody has it, too. */
    private void applyManagementPort(UserFolders folders) {
        if (Loopback.isAllOf(address())
                || !isUnset("tailrace.management.port", "TAILRACE_MANAGEMENT_PORT")) {
            return;
        }
        try (DefaultPort chosen = DefaultPort.on(LOOPBACK, MANAGEMENT, folders.running())) {
            configure("tailrace.management.port", Integer.toString(chosen.number()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address() {
        return host == null ? Environment.own().get("QUARKUS_HTTP_HOST").orElse(LOOPBACK) : host;
    }

    /** Has what is typed be seen at once, and not after a quiet time, unless the user has said. */
    static void showKeysAtOnce() {
        if (isUnset("tailrace.ingest.flush-after", "TAILRACE_INGEST_FLUSH_AFTER")) {
            configure("tailrace.ingest.flush-after", "10ms");
        }
    }

    private static boolean isUnset(String property, String variable) {
        return System.getProperty(property) == null && Environment.own().get(variable).isEmpty();
    }

    /** Has {@code value} be that of {@code key} as it stands: a dollar begins no expression. */
    static void configure(String key, String value) {
        System.setProperty(key, value.replace("$", "\\$"));
    }

    /** Takes the numbers that a port can have. */
    static final class PortNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int number = Integer.parseInt(text);
            if (number < 0 || number > MAX_PORT) {
                throw new NumberFormatException(text);
            }
            return number;
        }
    }

    /** Takes what may be an address or a name; one of IPv6 also as URLs have it. */
    static final class HostName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("no address");
            }
            return text.startsWith("[") && text.endsWith("]")
                    ? text.substring(1, text.length() - 1)
                    : text;
        }
    }

    /** The options of a command that makes one stream. */
    static final class OneStream {
        @Spec(Spec.Target.MIXEE)
        @Nullable CommandSpec command;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description =
                        "The stream's name (default: in Kubernetes the pod's, else the command's, or stdin).")
        @Nullable StreamName name;

        @Option(
                names = "--label",
                paramLabel = "NAME=VALUE",
                description = "A label of the stream; may be given several times.")
        Map<String, String> labels = new LinkedHashMap<>();

        @Option(names = "--keep", description = "Go on serving after the end, until interrupted.")
        boolean keep;

        /** The stream, which is called {@code otherwise} if nobody has another name for it. */
        Launch.OneStream stream(String otherwise) {
            return new Launch.OneStream(
                    Optional.ofNullable(name), new StreamName(otherwise), labels());
        }

        private Labels labels() {
            try {
                return new Labels(labels);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        requireNonNull(command).commandLine(), "--label: " + e.getMessage() + ".");
            }
        }
    }
}
