package dev.tailrace.source.docker;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an engine listens. */
public sealed interface EngineAddress {
    /** What an address must look like, for error messages. */
    String ACCEPTED = "unix:///PATH or tcp://HOST:PORT";

    /** A socket in the file system. */
    record Unix(Path path) implements EngineAddress {
        /** The longest path that a socket's address holds, sun_path in unix(7), without its NUL. */
        static final int MAX_BYTES = 107;

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** A port of a machine. */
    record Tcp(String host, int port) implements EngineAddress {
        @Override
        public String toString() {
            return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * Reads {@code unix:///var/run/docker.sock} or {@code tcp://HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is neither; the message says what is accepted
     */
    static EngineAddress parse(String text) {
        Matcher unix = Pattern.compile("unix://(/.+)").matcher(text);
        if (unix.matches() && text.length() - "unix://".length() <= Unix.MAX_BYTES) {
            return new Unix(Path.of(unix.group(1)));
        }
        Matcher tcp =
                Pattern.compile("tcp://(?:\\[([0-9a-fA-F:.]+)]|([^/:\\[\\]]+)):(\\d{1,5})/?")
                        .matcher(text);
        if (tcp.matches()) {
            int port = Integer.parseInt(tcp.group(3));
            if (port >= 1 && port <= 65_535) {
                return new Tcp(tcp.group(1) == null ? tcp.group(2) : tcp.group(1), port);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not accepted: " + ACCEPTED);
    }
}
