package dev.tailrace.face.auth;

import dev.tailrace.face.DescribedRefusals;
import dev.tailrace.face.ProblemResponses;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
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
                                    if (!Entrance.isOpen(path)) {
                                        boolean takesTicket =
                                                method == PathItem.HttpMethod.GET
                                                        && ShownTickets.areFor(path);
                                        describeWays(operation, takesTicket);
                                    }
                                }));
    }

    private static void describeWays(Operation operation, boolean takesTicket) {
        DescribedRefusals.addUnlessThere(
                operation.getResponses(),
                "401",
                "The mode is not none, and nothing that holds says who the client is");
        Stream<String> ways = Stream.of(TOKEN, SESSION, CERTIFICATE);
        operation.setSecurity(
                (takesTicket ? Stream.concat(ways, Stream.of(TICKET)) : ways)
                        .map(DescribedAccess::requirement)
                        .toList());
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
