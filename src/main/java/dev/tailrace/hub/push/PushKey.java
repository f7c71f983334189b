package dev.tailrace.hub.push;

/**
 * By what a request is known that may come again.
 *
 * @param key what the client calls it
 * @param digest tells its lines from those of another request
 */
public record PushKey(String key, String digest) {}
