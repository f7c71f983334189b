/**
 * Who a client is: before any call, by Quarkus' security.
 *
 * <pre>
 *   request --Bearer--> TokenAuthentication --TokenAuthenticationRequest--> TokenIdentities
 *       |                     `--401, a challenge                               `--identity with an Access
 *       `--headers of a proxy--> ProxyAuthentication, UserOfProxy ----------------^
 *       |                            `--401, a challenge
 *       |--certificate of its connection (ClientCertificates)--> CertificateAuthentication, likewise
 *       `--> Entrance: nobody in but those, and health for all --> the call --> Clients
 * </pre>
 */
@NullMarked
package dev.tailrace.face.auth;

import org.jspecify.annotations.NullMarked;
