package dev.tailrace.face;

import dev.tailrace.model.OsText;
import io.quarkus.tls.runtime.config.KeyStoreConfig;
import io.quarkus.tls.runtime.config.TlsBucketConfig;
import io.quarkus.tls.runtime.config.TrustStoreConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files a configuration of TLS is read from. Any thread. */
final class TlsFileNames {
    private TlsFileNames() {}

    /** All of them, for people: keys and certificates, authorities, what is revoked. */
    static String of(TlsBucketConfig config) {
        Stream<Path> own = config.keyStore().stream().flatMap(TlsFileNames::own);
        Stream<Path> trusted = config.trustStore().stream().flatMap(TlsFileNames::trusted);
        Stream<Path> revoked = config.certificateRevocationList().orElse(List.of()).stream();
        return Stream.of(own, trusted, revoked)
                .flatMap(each -> each)
                .map(OsText::shown)
                .collect(Collectors.joining(", "));
    }

    private static Stream<Path> own(KeyStoreConfig store) {
        Stream<Path> pem =
                store.pem().stream()
                        .flatMap(all -> all.keyCerts().values().stream())
                        .flatMap(each -> Stream.of(each.cert(), each.key()));
        Stream<Path> p12 = store.p12().stream().map(each -> each.path());
        return Stream.of(pem, p12, store.jks().stream().map(each -> each.path()))
                .flatMap(each -> each);
    }

    private static Stream<Path> trusted(TrustStoreConfig store) {
        Stream<Path> pem =
                store.pem().stream().flatMap(all -> all.certs().orElse(List.of()).stream());
        Stream<Path> p12 = store.p12().stream().map(each -> each.path());
        return Stream.of(pem, p12, store.jks().stream().map(each -> each.path()))
                .flatMap(each -> each);
    }
}
