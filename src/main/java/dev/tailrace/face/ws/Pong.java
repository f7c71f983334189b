package dev.tailrace.face.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The answer to a ping, with its id if it had one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Pong(String op, @Nullable String id) {}
