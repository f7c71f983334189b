package dev.tailrace.source.docker;

/** The engine cannot be asked, or its answer cannot be used; the message is for people. */
final class EngineException extends RuntimeException {
    private static final int NOT_FOUND = 404;

    /** It is about to be removed. */
    private static final int CONFLICT = 409;

    private static final int NOT_IMPLEMENTED = 501;

    private final int status;

    EngineException(String message) {
        this(0, message);
    }

    /**
     * @param status the HTTP status of the answer, 0 without one
     */
    EngineException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the engine has no such container any more, or no more to tell of it. */
    boolean isGone() {
        return status == NOT_FOUND || status == CONFLICT;
    }

    /** The same of whatever made a question fail. */
    static boolean isGone(Throwable failure) {
        return failure instanceof EngineException e && e.isGone();
    }

    /** Whether the engine has no way to do what it is asked for, such as to read back a log. */
    boolean isNotSupported() {
        return status == NOT_IMPLEMENTED;
    }

    /** Whether the same question would be answered in the same way at another time. */
    boolean isFinal() {
        return isNotSupported() || (status >= 400 && status < 500 && status != 429);
    }
}
