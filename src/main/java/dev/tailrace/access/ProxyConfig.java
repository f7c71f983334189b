package dev.tailrace.access;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** {@code tailrace.auth.proxy}: a proxy that asks who a client is, and says that. */
public interface ProxyConfig {
    /** From which addresses it connects, each a network as in RFC 4632 or one address. */
    Optional<List<String>> from();

    /** The header with the user's name; this one is Authelia's. */
    @WithDefault("Remote-User")
    String userHeader();

    /** The header with the names of the user's groups, if the proxy sends them. */
    @WithDefault("Remote-Groups")
    String groupsHeader();
}
