package dev.tailrace.face.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a browser goes on after its login: a place of this gateway, whatever a link has said. */
final class LocalPath {
    private static final String ROOT = "/";
    private static final int MAX_CHARS = 2000;

    /** A path, a query and a fragment (RFC 3986); what browsers take out or turn is none. */
    private static final Pattern FORM =
            Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(\\?[^#\\\\]*)?(#[^\\\\]*)?");

    private static final Pattern NO_ASCII = Pattern.compile("[^\\x00-\\x7f]+");
    private static final HexFormat HEX = HexFormat.ofDelimiter("%").withUpperCase();

    private LocalPath() {}

    /** The place that {@code text} is, or the page. */
    static String of(@Nullable String text) {
        String place = text == null ? ROOT : encoded(text);
        return place.length() <= MAX_CHARS
                        && place.chars().allMatch(each -> each > ' ' && each < 0x7f)
                        && FORM.matcher(place).matches()
                        && !place.contains("//")
                ? place
                : ROOT;
    }

    /** As a header has it: what is no ASCII is so encoded in a URI (RFC 3987, 3.1). */
    private static String encoded(String text) {
        return NO_ASCII.matcher(text)
                .replaceAll(found -> "%" + HEX.formatHex(found.group().getBytes(UTF_8)));
    }
}
