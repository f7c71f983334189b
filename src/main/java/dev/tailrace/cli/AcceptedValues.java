package dev.tailrace.cli;

import dev.tailrace.access.GrantLine;
import dev.tailrace.access.Right;
import dev.tailrace.model.StreamName;

/** What the options and arguments of a gateway's commands accept, in words. */
final class AcceptedValues {
    private AcceptedValues() {}

    /** Of the parameter that help texts call {@code label}. */
    static String of(String label) {
        return switch (label) {
            case "PORT" -> "a number from 0 to " + CommonOptions.MAX_PORT;
            case "ADDRESS" -> "an address or a name of this machine";
            case "NAME" -> "a stream's name: " + StreamName.ACCEPTED;
            case "NAME=PATH", "NAME=COMMANDLINE" ->
                    label + " with a stream's name: " + StreamName.ACCEPTED;
            case "NAME=VALUE" -> "NAME=VALUE";
            case "NAME=PATTERN" -> "NAME=PATTERN,...";
            case "ID" -> GrantLine.ID_ACCEPTED;
            case "RIGHT" -> Right.ACCEPTED;
            case "PATTERN" -> "names of streams, with * for any characters";
            case "TIME" -> "a duration such as 30d, a date, or a time such as 2027-01-01T12:00:00Z";
            case "COMMAND" -> "a command and its arguments";
            case "DIR", "FILE", "PATH" -> "a path";
            default -> "true or false";
        };
    }
}
