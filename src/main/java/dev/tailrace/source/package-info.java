/**
 * Where bytes come from. A source hands what it reads to its {@link ChunkSink}, on the thread of
 * the {@link IngestLoop} that its stream belongs to.
 */
@NullMarked
package dev.tailrace.source;

import org.jspecify.annotations.NullMarked;
