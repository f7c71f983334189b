package dev.tailrace.face;

/** Where a server is, as people and programs may use the text. */
public final class ServedUrl {
    private ServedUrl() {}

    /** Without a path; an address of IPv6 is in brackets (RFC 3986, 3.2.2). */
    public static String of(boolean tls, String host, String port) {
        boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (tls ? "https://" : "http://") + (isBare ? "[" + host + "]" : host) + ":" + port;
    }
}
