package dev.tailrace.face;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** A call that fails as a mistake of the gateway's would. */
@Singleton
class FailingCall {
    static final String PATH = "/fails";

    void route(@Observes Router router) {
        router.get(PATH)
                .handler(_ -> {
                    throw new IllegalStateException("a mistake");
                });
    }
}
