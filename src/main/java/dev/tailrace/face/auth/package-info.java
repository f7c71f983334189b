/**
 * Who a client is: before any call, by Quarkus' security.
 *
 * <pre>
 *   request --cookie, ticket----------> BrowserAuthentication ---what it may--> ClientIdentity
 *      |                                                                            |
 *      |  ModeAuthentication: one for each way of a mode, with its Challenge (401)  |
 *      |--Bearer----------------------> TokenAuthentication, TokenIdentities -------|
 *      |--headers of a proxy----------> ProxyAuthentication, UserOfProxy -----------|
 *      |--certificate of the connection (ClientCertificates)                        |
 *      |        `---------------------> CertificateAuthentication ------------------|
 *      v                                                                            |
 *   Entrance: nobody in but those, and health for all --> the call --> Clients <----'
 * </pre>
 */
@NullMarked
package dev.tailrace.face.auth;

import org.jspecify.annotations.NullMarked;
