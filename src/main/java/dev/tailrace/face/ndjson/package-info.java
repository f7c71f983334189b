/**
 * {@code application/x-ndjson}: one JSON object a line.
 *
 * <pre>
 *   record       --> {"seq":3,"time":"...","origin":"stdout","line":"..."}
 *   gap          --> {"gap":{...}}
 *   own record   --> {"state":{...}}
 *   ending       --> {"end":{"reason":"..."}}     unless all that was asked for is there
 * </pre>
 */
@NullMarked
package dev.tailrace.face.ndjson;

import org.jspecify.annotations.NullMarked;
