package dev.tailrace.face.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tailrace.hub.push.PushOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a request that was stored is told. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Pushed")
public record PushAnswer(
        @Schema(description = "Tells this log's seqs from another's of that name") String epoch,
        @Schema(description = "The seq of the first record; none if there was no line")
                @Nullable Long first,
        @Schema(description = "The seq of the last record") @Nullable Long last,
        @Schema(description = "How many lines are in the stream's segments") long written) {
    static PushAnswer of(PushOutcome.Written written) {
        boolean some = written.last() >= written.first();
        return new PushAnswer(
                written.epoch().value(),
                some ? written.first() : null,
                some ? written.last() : null,
                written.lines());
    }
}
