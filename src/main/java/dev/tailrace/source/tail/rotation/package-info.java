/**
 * Which file is read, and which comes next, while something else renames, copies, cuts off,
 * compresses and deletes them.
 *
 * <pre>
 *   Series: files by age           RotatedFile, ContainerFiles, NumberedFiles
 *      |
 *   FileSearch                     lists them, opens some, comes back if names move
 *      |
 *      |-- Beginning               the file that a ResumePoint says, by its Fingerprint (MarkedFile)
 *      |-- NewerFiles              what is newer than all that SeenFiles knows
 *      |-- Truncation              what a file had before it was cut off
 *      |-- RotationCheck           what another file in the folder is (Candidate)
 *      v
 *   RotationQueue --> the current OpenFile, those that wait, and LateFiles, which may still grow
 * </pre>
 *
 * <p>Names tell the order at first. After that content tells which file is which, as {@link
 * dev.tailrace.source.tail.rotation.CopyTruncate} has it: a file with any name in the same folder
 * that has what was read is a rotation, and no log of its own.
 *
 * <p>A file that is read is held open, and so are those that follow it: what becomes of their names
 * does not matter. Which files are new is asked by looking at all: those after the newest that is
 * known.
 */
@NullMarked
package dev.tailrace.source.tail.rotation;

import org.jspecify.annotations.NullMarked;
