package dev.tailrace.terminal.gateway;

import dev.tailrace.json.JsonReader;
import dev.tailrace.model.OsText;
import dev.tailrace.model.Spelling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a gateway's streams, as far as the client may read them. */
public final class StreamNames {
    private static final byte[] NAME = "name".getBytes(StandardCharsets.US_ASCII);

    private StreamNames() {}

    /** What to say of a name of none of {@code there}. */
    public static GatewayFailure unknown(String name, List<String> there) {
        return GatewayFailure.of(
                GatewayFailure.NOT_THERE,
                "there is no stream "
                        + OsText.shown(name)
                        + Spelling.nearest(name, there)
                                .map(nearest -> "; the nearest is " + nearest)
                                .orElse("")
                        + ".");
    }

    /** In the gateway's order, which is that of the alphabet; {@code selector} may be null. */
    public static List<String> of(GatewayClient client, @Nullable String selector) {
        JsonReader json =
                new JsonReader(client.get(new Query("/streams").with("select", selector)));
        List<String> names = new ArrayList<>();
        try {
            json.beginArray();
            while (json.nextElement()) {
                json.beginObject();
                while (json.nextMember()) {
                    if (json.isNamed(NAME)) {
                        names.add(json.string());
                    } else {
                        json.skip();
                    }
                }
            }
            return names;
        } catch (IllegalArgumentException _) {
            throw GatewayFailure.of(
                    GatewayFailure.FAILURE, client.address() + " is no gateway of Tailrace.");
        }
    }
}
