package dev.tailrace.terminal;

/** What the options and arguments of these commands accept, in words. */
final class AcceptedValues {
    private AcceptedValues() {}

    /** Of the parameter that help texts call {@code label}. */
    static String of(String label) {
        return switch (label) {
            case "N" -> "a number of lines";
            case "NUMBER" -> "a number of a run, 0 for the last, -1 for that before";
            case "TIME" ->
                    "a duration such as 15m; for -S, -U and --before also a time of day such as 14:05, today,"
                            + " yesterday, a date, or a time such as 2026-11-20T04:00:00Z";
            case "LEVEL" -> "trace, debug, info, warn, error or fatal";
            case "FORM" -> "text, raw, cat, json or short-iso";
            case "STYLE" -> "iso, local, utc or relative";
            case "WHEN" -> "auto, always or never";
            case "HOW" -> "cut or wrap";
            case "LIST" -> "table, wide, json or name";
            case "FACTS" -> "text or json";
            case "ORDER" -> "name, bytes, age or rate";
            case "RE2" -> "an RE2 pattern";
            case "URL" -> "an address such as http://127.0.0.1:8080";
            case "FILE" -> "a path";
            case "SELECTOR" -> "a selector such as '{app=\"web\"}'";
            case "STREAM" -> "names of streams, with * for any characters";
            case "POSITION" -> "a position, such as k3v9x2ab-1234";
            case "TEXT" -> "a text with fields such as {line}";
            default -> "another value";
        };
    }
}
