package dev.tailrace.face.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who a client is, for that client. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Login")
record LoginView(
        @Schema(description = "tailrace.auth.mode", examples = "token") String mode,
        @Schema(description = "Whose access it is; left out if clients are not told apart")
                @Nullable String principal,
        @Schema(description = "When it is over; left out if never") @Nullable String expires,
        @Schema(description = "Whether it is a session, which POST /logout ends")
                boolean session) {}
