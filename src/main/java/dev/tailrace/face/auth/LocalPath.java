package dev.tailrace.face.auth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a browser goes on after its login: a place of this gateway, whatever a link has said. */
final class LocalPath {
    private static final String ROOT = "/";
    private static final int MAX_CHARS = 2000;

    /** A path, a query and a fragment (RFC 3986); what browsers take out or turn is none. */
    private static final Pattern FORM =
            Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(\\?[^#\\\\]*)?(#[^\\\\]*)?");

    private LocalPath() {}

    /** The place that {@code text} is, or the page. */
    static String of(@Nullable String text) {
        return text != null
                        && text.length() <= MAX_CHARS
                        && text.chars().allMatch(each -> each > ' ' && each < 0x7f)
                        && FORM.matcher(text).matches()
                        && !text.contains("//")
                ? text
                : ROOT;
    }
}
