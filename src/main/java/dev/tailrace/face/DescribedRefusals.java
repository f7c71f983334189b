package dev.tailrace.face;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Says in the API's description what operations of a kind are refused for: otherwise each would say
 * it again. What an operation says itself is left as it is.
 *
 * <pre>
 *   every one           400 403 421 429
 *   of a stream         404
 *   with a body         408 413 415
 *   with events         406 503
 * </pre>
 */
@OpenApiFilter(
        stages = OpenApiFilter.RunStage.BUILD,
        priority = ProblemResponses.PRIORITY + 1) // before it: it adds the bodies
public final class DescribedRefusals implements OASFilter {
    private static final String OK = "200";
    private static final String TOO_MANY = "one address asks more often than it may";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().values().forEach(each -> describe(path, each)));
    }

    private static void describe(String path, Operation operation) {
        APIResponses responses = operation.getResponses();
        ofAll(responses);
        if (path.startsWith("/streams/{name}")) {
            addUnlessThere(
                    responses,
                    "404",
                    takes(operation, "run")
                            ? "There is no such stream, or no such run of it"
                            : "There is no such stream");
        }
        RequestBody body = operation.getRequestBody();
        if (body != null) {
            addUnlessThere(responses, "408", "The body has not come in time");
            addUnlessThere(responses, "413", "The body is too large");
            addUnlessThere(responses, "415", "The body is not " + types(body.getContent()));
        }
        APIResponse answer = responses.getAPIResponse(OK);
        if (answer != null && hasEvents(answer.getContent())) {
            addUnlessThere(responses, "406", "None of the formats is accepted");
            addUnlessThere(
                    responses,
                    "503",
                    "A limit is reached, or the gateway stops: come back after Retry-After");
        }
    }

    private static void ofAll(APIResponses responses) {
        addUnlessThere(
                responses, "400", "The request cannot be read, or a parameter is not accepted");
        addUnlessThere(
                responses,
                "403",
                "A page of another origin asks; or the mode is none, and a proxy has passed it on");
        addUnlessThere(responses, "421", "The host that is asked is not called so");
        APIResponse known = responses.getAPIResponse("429");
        if (known == null) {
            addUnlessThere(responses, "429", "Too many requests: " + TOO_MANY);
        } else {
            known.setDescription(known.getDescription() + "; or " + TOO_MANY);
        }
    }

    private static boolean takes(Operation operation, String parameter) {
        return Stream.ofNullable(operation.getParameters())
                .flatMap(parameters -> parameters.stream())
                .anyMatch(each -> parameter.equals(each.getName()));
    }

    private static boolean hasEvents(Content content) {
        return content != null && content.hasMediaType("text/event-stream");
    }

    private static String types(Content content) {
        Map<String, MediaType> types = content.getMediaTypes();
        return types == null ? "of this type" : String.join(", ", types.keySet());
    }

    /** Adds a status that the operation does not say itself. */
    public static void addUnlessThere(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(
                    status, OASFactory.createAPIResponse().description(description));
        }
    }
}
