/**
 * One file, held open and read from an offset on.
 *
 * <pre>
 *   Reach: where files may be, and which Links are followed there; RefusedFiles are left out
 *       | OpenFolder, find
 *   FoundFile: a name, its inode, its size and times
 *       | FileOpener: only if the name still leads to that inode, within the same Reach
 *       v
 *   OpenFile --fill--> Window --consumed--> OpenFile: its offset and its Fingerprint move on
 *     PlainFile   bytes as they are; knows whether the file was cut off, and how far it went
 *     GzipFile    what was compressed (FileCompression), inflated
 * </pre>
 *
 * <p>An inode is soon another file's, and files often begin alike: a file is known again by its
 * {@link dev.tailrace.source.tail.file.Fingerprint}. The files that streams hold open are counted
 * in {@link dev.tailrace.source.tail.file.HeldFiles}.
 */
@NullMarked
package dev.tailrace.source.tail.file;

import org.jspecify.annotations.NullMarked;
