package dev.tailrace.sink.fifo;

import dev.tailrace.model.Epoch;

/**
 * How far an origin has been given: {@code bytes} of its bytes from the record {@code seq} on,
 * which may be those of several records.
 */
record Place(Epoch epoch, long seq, long bytes) {}
