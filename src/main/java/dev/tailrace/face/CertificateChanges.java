package dev.tailrace.face;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.vertx.http.runtime.HttpCertificateUpdateEventListener;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SSLOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives the servers a certificate that is new, as Quarkus does, and has connections that come
 * meanwhile wait for it. Vert.x 4.5 has none for them until the new one is prepared ({@code
 * TCPServerBase.updateSSLOptions}), and would reset them. One that cannot be shown they are not
 * given, nor one that they have: most times that files are read again they are the same. On a
 * worker's thread, one after the other.
 */
@Singleton
@Alternative
@Priority(1)
public final class CertificateChanges extends HttpCertificateUpdateEventListener {
    private final Vertx vertx;
    private final CertificateFiles files;

    /** What the servers were given last, by the configuration's name. */
    private final Map<String, SSLOptions> given = new HashMap<>();

    CertificateChanges(Vertx vertx, CertificateFiles files) {
        this.vertx = vertx;
        this.files = files;
    }

    @Override
    public synchronized void onCertificateUpdate(@Observes CertificateUpdatedEvent event)
            throws InterruptedException {
        SSLOptions read = event.tlsConfiguration().getSSLOptions();
        if (!read.equals(given.get(event.name())) && files.isUsable(event.tlsConfiguration())) {
            Listeners.whileShut(
                    ((VertxInternal) vertx).getEventLoopGroup(),
                    () -> super.onCertificateUpdate(event));
            given.put(event.name(), read);
        }
    }
}
