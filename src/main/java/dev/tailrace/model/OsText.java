package dev.tailrace.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text of the operating system: an argument, a variable of the environment, a path. To the kernel
 * it is bytes; the JVM reads it in the locale's encoding, and loses what that has not. So here it
 * is UTF-8 whatever the locale, and a byte that is not UTF-8 is a lone low surrogate, U+DC00 plus
 * the byte (as in PEP 383): every sequence of bytes is a text, and comes back from it. Any thread.
 *
 * <pre>
 *   bytes "gr\xF6\xDFe" --of--> text --bytes--> the same bytes
 *   Path  --of--> text --path--> the same Path
 *   text  --shown--> gr\xF6\xDFe, for people, JSON and labels; always one line
 * </pre>
 */
public final class OsText {
    private static final int LONE = 0xDC00;
    private static final char REPLACEMENT = '\uFFFD';

    /** Whether paths that are UTF-8 are the same to the JVM. */
    private static final boolean PATHS_ARE_UTF8 =
            "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    private static final Path ROOT = Path.of("/");

    /** Where relative paths begin: to the JVM that is text of the locale, too. */
    private static final Path HERE = Path.of("/proc/self/cwd");

    private OsText() {}

    /** The text that these bytes are. */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (LONE + Byte.toUnsignedInt(in.get())));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** The texts that {@code bytes} are, with a NUL after each. */
    public static List<String> list(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                texts.add(of(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        return texts;
    }

    /** The bytes that {@code text} stands for. */
    public static byte[] bytes(String text) {
        if (text.chars().noneMatch(OsText::mayBeLone)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        text.codePoints()
                .forEach(each -> {
                    if (mayBeLone(each)) {
                        bytes.put((byte) each);
                    } else {
                        bytes.put(Character.toString(each).getBytes(StandardCharsets.UTF_8));
                    }
                });
        byte[] exact = new byte[bytes.position()];
        bytes.flip().get(exact);
        return exact;
    }

    /**
     * {@code text} as people can read it, in one line: a byte that is not UTF-8 is {@code \xE4},
     * and so are those of a line's end and of what else steers a terminal.
     */
    public static String shown(String text) {
        if (text.codePoints().noneMatch(OsText::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(each -> {
                    if (isHidden(each)) {
                        for (byte one : bytes(Character.toString(each))) {
                            shown.append("\\x%02X".formatted(one));
                        }
                    } else {
                        shown.appendCodePoint(each);
                    }
                });
        return shown.toString();
    }

    /** Whether it is no text, ends a line, or has an effect of its own (as ESC has). */
    private static boolean isHidden(int c) {
        return mayBeLone(c)
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }

    /** {@code path} as people can read it. */
    public static String shown(Path path) {
        return shown(of(path));
    }

    /** Of code points this is so only where the surrogate stands alone. */
    private static boolean mayBeLone(int c) {
        return c > LONE + 0x7f && c <= LONE + 0xff;
    }

    /** The text of {@code path}. Its URI has its bytes, whatever the JVM makes of them. */
    public static String of(Path path) {
        String decoded = path.toString();
        if (isSafe(decoded)) {
            return decoded;
        }
        byte[] absolute = unescaped(ROOT.resolve(path).toUri().getRawPath());
        int from = path.isAbsolute() ? 0 : 1;
        // A folder's URI ends with a slash.
        int to = absolute.length > 1 && absolute[absolute.length - 1] == '/' ? 1 : 0;
        return of(ByteBuffer.wrap(absolute, from, absolute.length - to - from));
    }

    private static String of(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return of(bytes);
    }

    /**
     * The path that {@code text} names.
     *
     * @throws java.nio.file.InvalidPathException if it has a NUL in it
     */
    public static Path path(String text) {
        if (isSafe(text)) {
            return Path.of(text);
        }
        boolean absolute = text.startsWith("/");
        Path path = Path.of(URI.create("file://" + escaped(absolute ? text : "/" + text)));
        return absolute ? path : path.subpath(0, path.getNameCount());
    }

    /** {@code path} from the root on. */
    public static Path absolute(Path path) {
        if (path.isAbsolute()) {
            return path;
        }
        try {
            return Files.readSymbolicLink(HERE).resolve(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the JVM takes it for the same path as the kernel does. */
    private static boolean isSafe(String path) {
        return path.chars()
                .noneMatch(c ->
                        PATHS_ARE_UTF8
                                ? c == REPLACEMENT || Character.isSurrogate((char) c)
                                : c > 0x7f);
    }

    private static String escaped(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte each : bytes(path)) {
            boolean plain = each == '/' || (each > 0 && Character.isLetterOrDigit(each));
            uri.append(plain ? Character.toString(each) : "%%%02X".formatted(each));
        }
        return uri.toString();
    }

    private static byte[] unescaped(String rawPath) {
        byte[] bytes = new byte[rawPath.length()];
        int length = 0;
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) Integer.parseInt(rawPath, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
