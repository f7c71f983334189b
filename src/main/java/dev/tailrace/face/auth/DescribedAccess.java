package dev.tailrace.face.auth;

import dev.tailrace.face.ProblemResponses;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says in the API's description what the {@link Entrance} asks of clients: in what ways they may
 * say who they are, for which operations they have to, and how they are refused. The build makes
 * the description, and knows no mode: it has the ways of all modes.
 */
@OpenApiFilter(
        stages = OpenApiFilter.RunStage.BUILD,
        priority = ProblemResponses.PRIORITY + 1) // before it: it adds the bodies
public final class DescribedAccess implements OASFilter {
    private static final String TOKEN = "token";
    private static final String SESSION = "session";
    private static final String TICKET = "ticket";
    private static final String CERTIFICATE = "certificate";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents();
        components.addSecurityScheme(TOKEN, token());
        components.addSecurityScheme(SESSION, session());
        components.addSecurityScheme(TICKET, ticket());
        components.addSecurityScheme(CERTIFICATE, certificate());
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations()
                                .forEach((method, operation) -> {
                                    describeRefusals(operation);
                                    if (!Entrance.isOpen(path)) {
                                        boolean takesTicket =
                                                method == PathItem.HttpMethod.GET
                                                        && ShownTickets.areFor(path);
                                        describeWays(operation, takesTicket);
                                    }
                                }));
    }

    /** What every call is refused for. */
    private static void describeRefusals(Operation operation) {
        APIResponses responses = operation.getResponses();
        addUnlessThere(responses, "400", "The request cannot be read, or has another parameter");
        addUnlessThere(
                responses,
                "403",
                "A page of another origin asks; or the mode is none, and a proxy has passed it on");
        addUnlessThere(responses, "421", "The host that is asked is not called so");
        String tooMany = "one address asks more often than it may";
        APIResponse known = responses.getAPIResponse("429");
        if (known == null) {
            addUnlessThere(responses, "429", "Too many requests: " + tooMany);
        } else {
            known.setDescription(known.getDescription() + "; or " + tooMany);
        }
    }

    private static void describeWays(Operation operation, boolean takesTicket) {
        addUnlessThere(
                operation.getResponses(),
                "401",
                "The mode is not none, and nothing that holds says who the client is");
        Stream<String> ways = Stream.of(TOKEN, SESSION, CERTIFICATE);
        operation.setSecurity(
                (takesTicket ? Stream.concat(ways, Stream.of(TICKET)) : ways)
                        .map(DescribedAccess::requirement)
                        .toList());
    }

    private static void addUnlessThere(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(
                    status, OASFactory.createAPIResponse().description(description));
        }
    }

    private static SecurityRequirement requirement(String scheme) {
        return OASFactory.createSecurityRequirement().addScheme(scheme);
    }

    private static SecurityScheme token() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                        "With tailrace.auth.mode=token a token of the gateway, with jwt one that"
                                + " a provider has signed. With none and proxy a client sends"
                                + " nothing by itself.");
    }

    private static SecurityScheme session() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name(BrowserCookie.OF_TLS.name())
                .description(
                        "With tailrace.auth.mode=token: POST /login sets it. Over plain HTTP to a"
                                + " loopback address its name is tailrace-PORT.");
    }

    private static SecurityScheme ticket() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.QUERY)
                .name(ShownTickets.PARAMETER)
                .description(
                        "With tailrace.auth.mode=token or jwt: POST /tickets issues it, for one"
                                + " request within 30 seconds, beside nothing else.");
    }

    private static SecurityScheme certificate() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.MUTUALTLS)
                .description("With tailrace.auth.mode=mtls: the certificate of the connection.");
    }
}
