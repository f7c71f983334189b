package dev.tailrace.source.process;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The processes of a command that a shell holds, as the kernel has them. Any thread.
 *
 * <p>The shell is of the command's user. So that user's processes can write into its journal what
 * they like (pidfd_getfd(2)), and could have a gateway of root signal any process. Therefore the
 * journal only says where to look: a process counts if it is that user's, and each signal goes to
 * one that is. The user cannot change, as the command can gain no privilege ({@link Privileges}).
 *
 * @param user whose they are; empty if they are of the gateway's own, who may do all of this
 *     himself
 */
record HeldProcesses(OptionalInt user) {
    /** A member of the group may start another while they are being signalled. */
    private static final int ROUNDS = 10;

    /**
     * Those of the command in {@code folder}: its outputs are the user's, as root has made them.
     */
    static HeldProcesses of(HeldFolder folder) {
        int owner = User.owner(folder.stdout());
        return new HeldProcesses(
                ProcessId.user("self").equals(OptionalInt.of(owner))
                        ? OptionalInt.empty()
                        : OptionalInt.of(owner));
    }

    /** Whether {@code process} lives, and is one of these. */
    boolean has(ProcessId process) {
        return process.isAlive() && isUsers(process);
    }

    /** The number of {@code process}; 0 if a process of somebody else has it now. */
    int number(ProcessId process) {
        OptionalInt owner = ProcessId.user(Integer.toString(process.pid()));
        return user.isEmpty() || owner.isEmpty() || owner.equals(user) ? process.pid() : 0;
    }

    /**
     * Sends {@code signal} once to each in {@code group}, and to what they start meanwhile, but not
     * to {@code holder}. Whether there was one.
     */
    boolean signal(int group, int holder, int signal) {
        Set<ProcessId> signalled = new HashSet<>();
        boolean more = group > 0;
        for (int i = 0; more && i < ROUNDS; i++) {
            more = false;
            for (ProcessId member : ProcessId.inGroup(group)) {
                if (member.pid() != holder
                        && !signalled.contains(member)
                        && Pidfd.signal(member.pid(), signal, () -> has(member))) {
                    more = signalled.add(member);
                }
            }
        }
        return !signalled.isEmpty();
    }

    private boolean isUsers(ProcessId process) {
        return user.isEmpty() || ProcessId.user(Integer.toString(process.pid())).equals(user);
    }
}
