package dev.tailrace.face;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.vertx.http.runtime.HttpCertificateUpdateEventListener;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * Gives the servers a certificate that is new, as Quarkus does, and has connections that come
 * meanwhile wait for it. Vert.x 4.5 has none for them until the new one is prepared ({@code
 * TCPServerBase.updateSSLOptions}), and would reset them. On a worker's thread.
 */
@Singleton
@Alternative
@Priority(1)
public final class CertificateChanges extends HttpCertificateUpdateEventListener {
    private final Vertx vertx;

    CertificateChanges(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void onCertificateUpdate(@Observes CertificateUpdatedEvent event)
            throws InterruptedException {
        Listeners.whileShut(
                ((VertxInternal) vertx).getEventLoopGroup(),
                () -> super.onCertificateUpdate(event));
    }
}
