package dev.tailrace.source.process;

import static dev.tailrace.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.Depth;
import dev.tailrace.model.Origin;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.SourceException;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands of other users. Root alone can have them. */
class UserTest extends ProcessFixture {
    private static final String GONE = "gone";
    private static final String WHO =
            "id -u; id -g; id -G; grep -E 'Uid|Gid|CapEff' /proc/self/status; echo $HOME,$USER";

    private static final int STARTS = Depth.rounds(30);

    /** All that capabilities(7) and prctl(2) have of what a process may, or may come to. */
    private static final String MAY =
            "grep -E '^(CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs):' /proc/self/status";

    @Test
    void aCommandRunsAsTheUserWithHisGroupsAndHome() throws IOException {
        assumeRoot();
        User nobody = User.of("nobody");
        run("nobody", WHO, false);
        assertThat(sink.text(Origin.STDOUT))
                .isEqualTo(
                        """
                        %1$d
                        %2$d
                        %3$s
                        Uid:\t%1$d\t%1$d\t%1$d\t%1$d
                        Gid:\t%2$d\t%2$d\t%2$d\t%2$d
                        CapEff:\t0000000000000000
                        %4$s,nobody
                        """
                                .formatted(
                                        nobody.uid(),
                                        nobody.gid(),
                                        String.join(
                                                " ",
                                                nobody.groups().stream()
                                                        .map(String::valueOf)
                                                        .toList()),
                                        nobody.environment().get("HOME")));
        assertThatThisProcessIsRootStill();
        assertThatNothingIsLeft();
    }

    @Test
    void aCommandRunsAsNumbersThatAreNobodys() throws IOException {
        assumeRoot();
        run("12345:54321", "id -u; id -g; id -G", false);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("12345\n54321\n54321\n");
        assertThatThisProcessIsRootStill();
    }

    /** Neither by a set-user-ID program nor by a file that has capabilities. */
    @Test
    void aCommandOfAUserCanGainNoPrivilege() {
        assumeRoot();
        run("nobody", MAY, false);
        assertThat(sink.text(Origin.STDOUT))
                .isEqualTo(
                        """
                        CapInh:\t0000000000000000
                        CapPrm:\t0000000000000000
                        CapEff:\t0000000000000000
                        CapBnd:\t0000000000000000
                        CapAmb:\t0000000000000000
                        NoNewPrivs:\t1
                        """);
    }

    @Test
    void aCommandThatRootIsSaidToRunIsRoot() throws IOException {
        assumeRoot();
        run("root", MAY, false);
        assertThat(sink.text(Origin.STDOUT).lines())
                .containsExactlyElementsOf(
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line -> line.matches("(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNew).*"))
                                .toList());
    }

    /** From root's terminal it could read what root types there. */
    @Test
    void aCommandOfAUserDoesNotHaveTheGatewaysStandardInput() {
        assumeRoot();
        run("nobody", "readlink /proc/self/fd/0", false);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("/dev/null\n");
    }

    /** The folder of the FIFOs is root's alone. */
    @Test
    void theOutputsMayBeOpenedByTheirNamesAsImagesDo() {
        assumeRoot();
        run("nobody", "echo out >/dev/stdout; echo err >/dev/stderr", false);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("out\n");
        assertThat(sink.text(Origin.STDERR)).isEqualTo("err\n");
    }

    @Test
    void aCommandThatOutlivesTheGatewayRunsAsTheUserToo() {
        assumeRoot();
        run("nobody", "id -un; exit 3", true);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("nobody\n");
        assertThat(sink.text(Origin.STDERR)).isEmpty();
    }

    @Test
    void aScriptThatTheUserMayNotReadSaysSo() throws IOException {
        assumeRoot();
        Path file = Files.writeString(folder.resolve("file"), "#!/bin/sh\n");
        file.toFile().setExecutable(true, true);
        ProcessSource source = source(as("nobody", Map.of(), file.toString()));
        sink.follow(source);
        assertThat(exit(source).code()).isPositive();
        assertThat(sink.text(Origin.STDERR)).contains(file.toString());
        assertThatNothingIsLeft();
    }

    /** Only the listing's own is beyond the first three. */
    @Test
    void aCommandOfAUserSeesNoOtherDescriptors() {
        assumeRoot();
        int leak = Libc.open(Path.of("/dev/null"), Libc.O_RDONLY);
        run("nobody", "ls /proc/self/fd", false);
        Libc.close(leak);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void whatIsNotThereIsRefused() throws IOException {
        assumeRoot();
        ProcessSource source = source(as("nobody", Map.of(), "no-such-command-here"));
        assertThatThrownBy(() -> sink.follow(source))
                .hasMessage("command 'no-such-command-here' was not found");
        assertThatNothingIsLeft();
    }

    /**
     * Another process of the user tries to signal each thread of this one, which kill(2) does or
     * refuses by the user of that thread.
     */
    @Test
    void noThreadOfTheGatewayIsTheUsersWhileItsCommandsAreStarted() {
        assumeRoot();
        String gateway = Long.toString(ProcessHandle.current().pid());
        String tries =
                """
                while :; do
                  cd /proc/%s/task && for each in *; do
                    kill -0 "$each" 2>/dev/null && echo "$each"
                  done
                done
                """
                        .formatted(gateway);
        Recorder mallory = new Recorder();
        ProcessSource intruder = source(as("nobody", Map.of(), "sh", "-c", "echo begun;" + tries));
        mallory.follow(intruder);
        await().until(() -> mallory.text(Origin.STDOUT).startsWith("begun"));
        for (int i = 0; i < STARTS; i++) {
            Recorder started = new Recorder();
            ProcessSource source = source(as("nobody", Map.of(), "true"));
            started.follow(source);
            exit(source);
        }
        stop(intruder);
        assertThat(mallory.text(Origin.STDOUT)).isEqualTo("begun\n");
    }

    /** The loader would have root run what the user has put there. */
    @Test
    void variablesOfTheLoaderAreTheCommandsAlone() throws IOException {
        assumeRoot();
        Path seen = folder.resolve("seen");
        Map<String, String> variables =
                Map.of("LD_DEBUG", "files", "LD_DEBUG_OUTPUT", seen.toString(), "TMPDIR", "/t t");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        ProcessSource source =
                source(as("nobody", variables, "sh", "-c", "echo $LD_DEBUG,$TMPDIR; exec id -u"));
        sink.follow(source);
        assertThat(exit(source).code()).isZero();
        assertThat(sink.text(Origin.STDOUT).lines())
                .containsExactly("files,/t t", "" + User.of("nobody").uid());
        try (var written = Files.list(folder)) {
            assertThat(written.filter(each -> each.toString().startsWith(seen.toString())))
                    .isNotEmpty()
                    .allSatisfy(each ->
                            assertThat(User.owner(each)).isEqualTo(User.of("nobody").uid()));
        }
    }

    @Test
    void aUserThatDoesNotExistIsNamed() {
        assumeRoot();
        assertThatThrownBy(() -> User.of("no-such-user"))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "there is no user 'no-such-user': accepted is a user's name, or UID:GID");
        assertThatThrownBy(() -> User.of("1000")).isInstanceOf(SourceException.class);
    }

    @Test
    void withoutRootNobodyElseCanRunAnything() {
        assumeTrue(!isRoot(), "this is root");
        assertThatThrownBy(() -> User.of("nobody"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("only a gateway that runs as root");
    }

    private static ProcessSpec as(String user, Map<String, String> variables, String... command) {
        return new ProcessSpec(List.of(command), Optional.empty(), variables, Optional.of(user));
    }

    private void run(String user, String script, boolean reattach) {
        ProcessSpec spec = as(user, Map.of(), "sh", "-c", script);
        ProcessSource source =
                new ProcessSource(
                        spec,
                        fifos(),
                        test.loop(),
                        new ProcessPolicy(
                                GRACE, DRAIN_AFTER_EXIT, Restart.NEVER, reattach, true, false));
        sink.follow(source);
        exit(source);
    }

    private static void assertThatThisProcessIsRootStill() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                assertThat(users(task)).as(task.toString()).containsAnyOf(GONE, "Uid:\t0\t0\t0\t0");
            }
        }
        assertThat(users(Path.of("/proc/thread-self"))).contains("Uid:\t0\t0\t0\t0");
    }

    /** What proc(5) says of a thread; other tests' threads may end at any moment. */
    private static List<String> users(Path task) throws IOException {
        try {
            return Files.readAllLines(task.resolve("status"));
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return List.of(GONE);
        }
    }

    private static void assumeRoot() {
        if (!isRoot()) {
            throw Need.lacking(UserTest.class, "root must run the build");
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
