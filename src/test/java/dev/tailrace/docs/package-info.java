/**
 * Whether the documents say what is true of the code.
 *
 * <pre>
 *   README.md, docs/*.md --Document--> tables, headings, links
 *     ConfigurationDocumentTest   keys and defaults    against the @ConfigMapping interfaces
 *     HttpDocumentTest            calls, parameters    against the JAX-RS resources
 *     MetricsDocumentIT           names, types, labels against a gateway's /q/metrics (in endtoend)
 *     LinksTest                   links                against files and headings
 * </pre>
 *
 * What is in a table and not in the code fails, and so does what is in the code and in no table.
 */
@NullMarked
package dev.tailrace.docs;

import org.jspecify.annotations.NullMarked;
