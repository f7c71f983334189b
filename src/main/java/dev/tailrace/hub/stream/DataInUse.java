package dev.tailrace.hub.stream;

/** What a gateway does whose data folder another gateway has. */
public enum DataInUse {
    /** It does not start. */
    REFUSE,
    /** It takes the first of {@code DATA~2}, {@code DATA~3}, ... that nobody has. */
    NEXT
}
