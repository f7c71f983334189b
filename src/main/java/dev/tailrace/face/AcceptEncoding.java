package dev.tailrace.face;

import java.util.List;
import java.util.Locale;

/** What a client says in {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptEncoding {
    private AcceptEncoding() {}

    /**
     * Whether the client asks for gzip, and does not like the bytes as they are better.
     *
     * @param headers the header's values, none if the client has not sent it
     */
    static boolean prefersGzip(List<String> headers) {
        double gzip = -1;
        double identity = 0;
        double others = 0;
        for (String coding : String.join(",", headers).toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.split(";", 2);
            double quality = parts.length == 1 ? 1 : quality(parts[1]);
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
                case "identity" -> identity = quality;
                case "*" -> others = quality;
                default -> {}
            }
        }
        double wanted = gzip < 0 ? others : gzip;
        return wanted > 0 && wanted >= identity;
    }

    /** The weight in {@code parameter}; 0 if it is none, since then nothing is asked for. */
    private static double quality(String parameter) {
        String weight = parameter.strip();
        return weight.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
                ? Double.parseDouble(weight.substring(2))
                : 0;
    }
}
