/**
 * A real Chromium for tests, without a window, by the Chrome DevTools Protocol.
 *
 * <pre>
 *   Chromium --start--> process, its profile in a folder of the test
 *     `- DevTools       one WebSocket: commands, answers, events of all tabs
 *          `- Tab       a page: what a person does with it, and what it complains about
 * </pre>
 *
 * <p>Playwright would do the same, but its driver for Java is 209 MB in a build.
 */
@NullMarked
package dev.tailrace.browser;

import org.jspecify.annotations.NullMarked;
