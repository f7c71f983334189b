/**
 * Who may read, push and control which streams.
 *
 * <pre>
 *   AccessControl: the Authenticator of the mode of AccessConfig
 *     FileAuthenticator <--GrantTable-- OwnFile: GrantLines, by their Keys: the hash of a Token,
 *        |                              a user or a group that one of the Proxies names,
 *        |                              one of the Subjects of a certificate; GrantsFile changes it
 *     SignedTokens: Jwts, by the keys of a KeySource: a file, or a KeyProvider
 *        | what a client shows, or of a browser the id of one of the Sessions, or one of the
 *        | Tickets
 *        v
 *   Access: whose it is, until when, and its Grants ---> AccessEnds: when it is over
 *     Grant: Rights, over the streams whose name one of its Patterns takes,
 *            and whose trusted labels are as it says
 * </pre>
 *
 * Nothing here keeps a client from anything: the hub does, in one place for all faces. A label
 * counts only if it is {@link dev.tailrace.model.Labels#trusted}: what a client has pushed, or who
 * made a folder, decides about nothing.
 */
@NullMarked
package dev.tailrace.access;

import org.jspecify.annotations.NullMarked;
