package dev.tailrace.face;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;

/**
 * Says in the API's description, of every status from 400 on, that its body is a {@link Problem}:
 * otherwise each operation would say it of each.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = ProblemResponses.PRIORITY)
public final class ProblemResponses implements OASFilter {
    /** What adds a status has a higher one. */
    public static final int PRIORITY = 1;

    @Override
    public Operation filterOperation(Operation operation) {
        operation
                .getResponses()
                .getAPIResponses()
                .forEach((status, response) -> {
                    if (status.compareTo("400") >= 0 && response.getContent() == null) {
                        response.setContent(problem());
                    }
                });
        return operation;
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem")));
    }
}
