/**
 * Containers of a Docker engine as sources, over its HTTP API (1.24 and newer).
 *
 * <pre>
 *   engine (unix socket or TCP)
 *     |  GET /_ping                    which API: the newest that both know
 *     |  GET /events, then /containers/json            EngineNews, to one thread
 *     |       create, start, die, ...        \--what ContainerChoice picks--> found(stream, labels)
 *     |
 *     |  POST /containers/ID/attach    as it is created: Attached, in case that its log is gone
 *     |  GET /containers/ID/logs?follow&amp;timestamps&amp;since      one a container
 *     v
 *   EngineBody --a piece at a time, on demand--> ContainerSource         on the stream's loop
 *      LogParts: FrameParts (two outputs), TextParts (a terminal's)
 *          `-part: origin, stamp, content--> SeenParts --what is new--> SourceItems
 * </pre>
 *
 * <p>One {@link dev.tailrace.source.docker.ContainerSource} is one execution of a container; a
 * container that starts again goes on in the same stream with another. Where it was is a {@link
 * dev.tailrace.source.docker.Place}: of each output the newest stamp, and how many parts came from
 * the first that carried it on. The engine is asked for what is from that stamp on: {@link
 * dev.tailrace.source.docker.SeenParts} finds the place in what comes, after a start as after a
 * connection that was lost, and leaves out what this source has brought before.
 *
 * <p>HTTP is Vert.x', whose event loops only pass pieces on: the work is done on the ingest loops
 * and on the discovery's own thread.
 */
@NullMarked
package dev.tailrace.source.docker;

import org.jspecify.annotations.NullMarked;
