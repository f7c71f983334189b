package dev.tailrace.cli;

import dev.tailrace.access.AccessException;
import dev.tailrace.face.CertificateFiles;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.log.UnsafeFolderException;
import dev.tailrace.model.Reasons;
import dev.tailrace.source.FileLimit;
import dev.tailrace.source.SourceException;
import dev.tailrace.source.process.CommandException;
import dev.tailrace.user.LaunchException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Tells the user why the gateway does not start, in one sentence where the reason is known. */
final class Failure {
    private static final int EXIT_CODE = 1;

    /** EX_CONFIG of sysexits.h: to start again would not help. */
    private static final int CONFIGURATION = 78;

    private Failure() {}

    /** Prints the reason and returns the exit code. */
    static int say(Throwable failure, PrintWriter errors) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = sentence(cause);
            if (sentence != null) {
                errors.println("tailrace: " + sentence);
                return exitCode(cause);
            }
        }
        errors.println("tailrace: it cannot start, for a reason that it does not know:");
        failure.printStackTrace(errors);
        return EXIT_CODE;
    }

    private static int exitCode(Throwable cause) {
        return switch (cause) {
            case CommandException e -> e.shellCode();
            case AccessException _, UnsafeFolderException _ -> CONFIGURATION;
            default -> EXIT_CODE;
        };
    }

    private static @Nullable String sentence(Throwable cause) {
        return switch (cause) {
            case AccessException e -> e.getMessage();
            case HubException e -> e.getMessage();
            case UnsafeFolderException e -> e.getMessage();
            case SourceException e -> e.getMessage();
            case LaunchException e -> e.getMessage();
            case ConfigValidationException e -> ConfigProblems.sentence(e);
            case Throwable e when Reasons.isOutOfFiles(e) ->
                    DescriptorLimit.sentence(FileLimit.get());
            case UnknownHostException e ->
                    "--host "
                            + host()
                            + " is not known; accepted is an address or a name of this machine.";
            case QuarkusBindException e ->
                    listening(e.getHost(), e.getPort(), String.valueOf(e.getMessage()));
            case IllegalStateException e when e.getMessage() != null -> tls(e, e.getMessage());
            case IOException e when e.getMessage() != null && e.getMessage().startsWith("bind") ->
                    listening(host(), Integer.getInteger(TlsDefaults.PORT, 8080), e.getMessage());
            default -> null;
        };
    }

    /** What Quarkus has against certificates, keys and what they are to be used for. */
    private static @Nullable String tls(IllegalStateException failure, String message) {
        if (message.startsWith("Cannot set quarkus.http.insecure-requests")) {
            return "quarkus.http.insecure-requests is for a gateway with a certificate, and there is"
                    + " none; accepted are quarkus.tls.key-store.pem.NAME.cert and .key, whose"
                    + " NAME begins with a letter.";
        }
        boolean ofTls =
                Arrays.stream(failure.getStackTrace())
                        .anyMatch(each -> each.getClassName().startsWith("io.quarkus.tls."));
        return ofTls ? "quarkus.tls: " + CertificateFiles.reason(failure) + "." : null;
    }

    /** What bind(2) says, as Netty and the JDK repeat it. */
    private static String listening(String host, int port, String message) {
        boolean management = isConfigured("tailrace.management.port", port);
        String another = management ? "tailrace.management.port" : "--port";
        if (message.contains("Address already in use")) {
            return "port "
                    + port
                    + " on "
                    + host
                    + " is in use by another program: stop that one,"
                    + " or choose another port with "
                    + another
                    + ".";
        }
        if (message.contains("Permission denied")) {
            return "port "
                    + port
                    + " needs more rights: choose one above 1023 with "
                    + another
                    + ".";
        }
        String key = management ? "tailrace.management.host " : "--host ";
        return message.contains("Cannot assign requested address")
                ? key + host + " is not an address of this machine."
                : key
                        + host
                        + " cannot be served at ("
                        + message
                        + "); accepted is an address or a name of this machine.";
    }

    private static String host() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.http.host", String.class)
                .orElse("''");
    }

    private static boolean isConfigured(String key, int value) {
        return ConfigProvider.getConfig()
                .getOptionalValue(key, String.class)
                .filter(Integer.toString(value)::equals)
                .isPresent();
    }
}
