/**
 * The page. Its types and its parts are tested by {@link PageUnitTest}; as a person sees and uses
 * it, in a real browser, by {@link ViewerIT}, point by point of what a person can do:
 *
 * <pre>
 *   1 see the streams   2 read   3 follow   4 find   5 understand   6 mark and take away
 *   7 trust what is seen   8 by keyboard, in the dark, on a phone, for everybody
 *
 *   ViewerIT (suite) --> Point1StreamsTest ... Point8EverybodyTest
 *                          |- Viewer    one gateway, one browser, for all of them
 *                          |- LogPage   a stream's lines in a tab
 *                          `- Front     what stands before a gateway: 502, restarts
 * </pre>
 */
@NullMarked
package dev.tailrace.viewer;

import org.jspecify.annotations.NullMarked;
