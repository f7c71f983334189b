package dev.tailrace.hub.push;

import dev.tailrace.access.Access;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is known that may come again.
 *
 * @param key what the client calls it
 * @param digest tells its lines from those of another request
 */
public record PushKey(String key, String digest) {
    /** Clients that are told apart have the same key each for itself. No key has a space. */
    static @Nullable PushKey of(Access access, @Nullable PushKey key) {
        return key == null || access.isEveryone()
                ? key
                : new PushKey(access.principal() + " " + key.key, key.digest);
    }
}
