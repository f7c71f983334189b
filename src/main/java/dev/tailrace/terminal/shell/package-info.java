/**
 * What shells and {@code man} want of the commands: made of picocli's model, so that each option is
 * in it that there is.
 *
 * <pre>
 *   picocli's model --CompletionScript--> bash, zsh, fish --CompletionCommand--> standard output
 *                   --ManPage-----------> roff            --ManCommand---------> standard output
 *   Tab in one of these shells --> tailrace __complete streams --CompleteCommand--> names
 * </pre>
 */
@NullMarked
package dev.tailrace.terminal.shell;

import org.jspecify.annotations.NullMarked;
