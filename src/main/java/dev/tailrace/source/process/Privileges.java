package dev.tailrace.source.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import dev.tailrace.model.Reasons;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes root's rights from a command, and all that it could gain: capabilities(7), prctl(2). That
 * is setpriv(1)'s to do, a process of its own: a thread of the gateway that is another user, for
 * however short a time, can be killed by any process of that user, and the gateway with it (kill(2)
 * goes by the thread).
 *
 * <pre>
 *   gateway --posix_spawn--> setpriv, of root --execve--> [env NAME=VALUE ...] command, of the user
 * </pre>
 */
final class Privileges {
    /** Of util-linux; that of BusyBox cannot change users. */
    static final String SETPRIV = "setpriv";

    private static final int ROOT = 0;
    private static final int CAP_SETPCAP = 8;

    /**
     * What the loader and glibc do not take from the environment of set-user-ID programs (ld.so(8);
     * sysdeps/generic/unsecvars.h): setpriv is root's, and the user may have made what it names.
     */
    private static final Pattern LOADERS =
            Pattern.compile(
                    "LD_.*|GLIBC_TUNABLES|GCONV_PATH|GETCONF_DIR|HOSTALIASES|LOCALDOMAIN|LOCPATH"
                            + "|MALLOC_.*|NIS_PATH|NLSPATH|RESOLV_HOST_CONF|RES_OPTIONS|TMPDIR|TZDIR");

    private Privileges() {}

    /** The part of the environment that setpriv may have, and hands on. */
    static Environment handedOn(Environment environment) {
        return new Environment(
                environment.entries().stream().filter(entry -> !isLoaders(entry)).toList());
    }

    private static boolean isLoaders(String entry) {
        int end = entry.indexOf('=');
        return end > 0 && LOADERS.matcher(entry.substring(0, end)).matches();
    }

    /** What to start in place of {@code command}, so that it has all of the environment. */
    static List<String> drop(User user, List<String> command, Environment environment) {
        List<String> all = new ArrayList<>();
        all.add(SETPRIV);
        all.add("--reuid=" + user.uid());
        all.add("--regid=" + user.gid());
        all.add(user.groups().stream().map(String::valueOf).collect(joining(",", "--groups=", "")));
        if (user.uid() != ROOT) {
            gainNone().forEach(all::add);
        }
        all.add("--");
        List<String> own = environment.entries().stream().filter(Privileges::isLoaders).toList();
        if (!own.isEmpty()) {
            all.add("env");
            all.addAll(own);
        }
        all.addAll(command);
        return all;
    }

    /**
     * Neither set-user-ID programs nor the capabilities of files give it any. The bounding set is
     * emptied as well, a second wall that needs CAP_SETPCAP: a container may not have it, and the
     * first one holds.
     */
    private static Stream<String> gainNone() {
        boolean bounds = (capabilities("CapEff") >> CAP_SETPCAP & 1) == 1;
        return Stream.of(
                        Stream.of("--no-new-privs"),
                        without("--inh-caps=", capabilities("CapInh")),
                        without("--bounding-set=", bounds ? capabilities("CapBnd") : 0))
                .flatMap(each -> each);
    }

    /** By numbers: names are those that setpriv was built with, and the kernel may have more. */
    private static Stream<String> without(String option, long capabilities) {
        return capabilities == 0
                ? Stream.empty()
                : Stream.of(
                        IntStream.range(0, Long.SIZE)
                                .filter(each -> (capabilities >> each & 1) == 1)
                                .mapToObj(each -> "-cap_" + each)
                                .collect(joining(",", option, "")));
    }

    /** The gateway's own, a bit for each: proc_pid_status(5). */
    private static long capabilities(String set) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith(set + ":"))
                    .mapToLong(line ->
                            Long.parseUnsignedLong(line.substring(set.length() + 1).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new SourceException("/proc/self cannot be looked at: " + Reasons.of(e));
        }
    }
}
