package dev.tailrace.source.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailrace.model.Origin;
import dev.tailrace.model.OsText;
import dev.tailrace.source.CFunction;
import dev.tailrace.source.Libc;
import dev.tailrace.source.Recorder;
import dev.tailrace.source.SourceException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a command is given, and why one cannot be started. */
class ProcessStartTest extends ProcessFixture {
    private static final String OF_THE_BUILD = "TESTS_OF_TAILRACE";
    private static final int SIGUSR2 = 12;
    private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

    /** 32 and 33 are its own; its posix_spawn lets a command ignore them. */
    private static final long SIGNALS_OF_GLIBC = 3L << 31;

    @Test
    void aCommandThatDoesNotExistIsNamed() throws IOException {
        ProcessSource source = source(TestSpec.of("no-such-command-here", "-v"));
        assertThat(refusal(source))
                .hasMessage("command 'no-such-command-here' was not found")
                .returns(127, CommandException::shellCode);
        assertThat(source.exit().toCompletableFuture()).isCompletedExceptionally();
        assertThat(sink.calls()).isEmpty();
        assertThatNothingIsLeft();
    }

    @Test
    void aFileThatIsNotExecutableIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(refusal(source(TestSpec.of(file.toString()))))
                .hasMessage("command '" + file + "' cannot be executed: Permission denied")
                .returns(126, CommandException::shellCode);
        assertThatNothingIsLeft();
    }

    @Test
    void aFileThatIsNoProgramIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "just text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        assertThat(refusal(source(TestSpec.of(file.toString()))))
                .hasMessage("command '" + file + "' cannot be executed: Exec format error")
                .returns(126, CommandException::shellCode);
    }

    /** Bytes that are not UTF-8, in all that a command is given. */
    @Test
    void argumentsEnvironmentAndFolderAreGivenByteForByte() throws IOException {
        String text = OsText.of(new byte[] {'g', 'r', (byte) 0xF6, (byte) 0xDF, 'e'});
        Path in = Files.createDirectory(folder.resolve(OsText.path(text)));
        ProcessSpec spec =
                new ProcessSpec(
                        List.of("sh", "-c", "pwd; printf '%s %s' \"$1\" \"$V\"", "sh", text),
                        Optional.of(in),
                        Map.of("V", text),
                        Optional.empty());
        exit(start(spec, sink));
        String printed = OsText.of(in) + "\n" + text + " " + text;
        assertThat(sink.digest(Origin.STDOUT))
                .isEqualTo(
                        HexFormat.of().formatHex(Recorder.sha256().digest(OsText.bytes(printed))));
    }

    @Test
    void aMissingWorkingFolderIsNamed() {
        Path missing = folder.resolve("missing");
        ProcessSource source = source(in(missing, "true"));
        assertThatThrownBy(() -> sink.follow(source))
                .isInstanceOf(SourceException.class)
                .hasMessage("working folder " + missing + " does not exist");
    }

    @Test
    void aFileInPlaceOfTheWorkingFolderIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ProcessSource source = source(in(file, "true"));
        assertThatThrownBy(() -> sink.follow(source))
                .hasMessage("working folder " + file + " is not a folder");
    }

    @Test
    void aFileInPlaceOfTheFifosFolderIsNamed() throws IOException {
        Files.createFile(fifos());
        ProcessSource source = source(TestSpec.of("true"));
        assertThatThrownBy(() -> sink.follow(source))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("folder " + fifos() + " cannot be made: ");
    }

    @Test
    void aCommandIsNotLeftAloneByAGatewayThatStops() throws IOException {
        ProcessSource source = source(TestSpec.of("sleep", "60"));
        test.close();
        assertThatThrownBy(() -> sink.follow(source))
                .isInstanceOf(SourceException.class)
                .hasMessageMatching(
                        "command 'sleep' \\(\\d+\\) was killed: the gateway is stopping");
        assertThatNothingIsLeft();
    }

    @Test
    void aCommandRunsInItsWorkingFolder() throws IOException {
        Path place = Files.createDirectory(folder.resolve("place"));
        Path script = Files.writeString(place.resolve("here"), "#!/bin/sh\npwd\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        exit(start(in(place, "./here"), sink));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo(place.toRealPath() + "\n");
    }

    @Test
    void aCommandHasNothingOfTheGatewaysEnvironmentButWhatItIsPassed() {
        exit(start(TestSpec.of("env"), sink));
        assertThat(System.getenv()).containsKey(OF_THE_BUILD);
        assertThat(sink.text(Origin.STDOUT))
                .contains("PATH=" + System.getenv("PATH") + "\n")
                .doesNotContain(OF_THE_BUILD);
    }

    @Test
    void aCommandThatTheUserRunsHasTheWholeEnvironment() {
        ProcessSpec spec =
                new ProcessSpec(
                        List.of("env", "-0"),
                        Optional.empty(),
                        Map.of(),
                        PassedEnvironment.WHOLE,
                        Optional.empty(),
                        Session.OWN);
        exit(start(spec, sink));
        assertThat(sink.text(Origin.STDOUT).split("\0"))
                .containsExactlyElementsOf(Environment.own().entries());
    }

    @Test
    void aCommandHasWhatItIsPassedAndItsOwn() {
        Map<String, String> environment = Map.of("GREETING", "grüß dich", "HOME", "/nowhere");
        List<String> command = List.of("sh", "-c", "echo \"$GREETING,$HOME,$PATH\"");
        exit(
                start(
                        new ProcessSpec(command, Optional.empty(), environment, Optional.empty()),
                        sink));
        assertThat(sink.text(Origin.STDOUT))
                .isEqualTo("grüß dich,/nowhere," + System.getenv("PATH") + "\n");
    }

    @Test
    void argumentsComeAsTheyAre() {
        exit(start(TestSpec.of("printf", "%s|", "", "a b", "ü", "*", "\n"), sink));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("|a b|ü|*|\n|");
    }

    /** Only the listing's own is beyond the first three. */
    @Test
    void aCommandSeesNoOtherDescriptors() {
        int leak = Libc.open(Path.of("/dev/null"), Libc.O_RDONLY);
        exit(start(TestSpec.of("ls", "/proc/self/fd"), sink));
        Libc.close(leak);
        assertThat(sink.text(Origin.STDOUT)).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void withoutCloseFromTheOtherDescriptorsAreMarkedInstead() {
        int leak = Libc.open(Path.of("/dev/null"), Libc.O_RDONLY);
        assertThat(FileActions.closeOthersOnExec()).isZero();
        assertThat(Libc.fcntl(leak, Libc.F_GETFD, 0)).isEqualTo(Libc.FD_CLOEXEC);
        assertThat(Libc.fcntl(2, Libc.F_GETFD, 0)).isZero();
        Libc.close(leak);
    }

    /** Which of its files others may read is a matter of the command. */
    @Test
    void theFileModeMaskIsTheGateways() throws IOException {
        exit(start(TestSpec.of("grep", "Umask", "/proc/self/status"), sink));
        assertThat(Files.readString(Path.of("/proc/self/status")))
                .contains(sink.text(Origin.STDOUT));
    }

    @Test
    void standardInputIsTheGateways() throws IOException {
        exit(start(TestSpec.of("readlink", "/proc/self/fd/0"), sink));
        Path own = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
        assertThat(sink.text(Origin.STDOUT)).isEqualTo(own + "\n");
    }

    /** Both outputs are open for reading too, each only to its owner. */
    @Test
    void theOutputsAreFifosThatTheCommandHoldsItself() {
        exit(
                shell(
                        "for fd in 1 2; do grep flags /proc/self/fdinfo/$fd; done; stat -c %A "
                                + fifos()
                                + " "
                                + fifos()
                                + "/*"));
        assertThat(sink.text(Origin.STDOUT).lines())
                .containsExactly(
                        "flags:\t0100002",
                        "flags:\t0100002",
                        "drwx------",
                        "prw-------",
                        "prw-------");
    }

    @Test
    void aCommandHasASessionAndAGroupOfItsOwn() {
        exit(shell("echo $$ $$ $$; cut -d' ' -f1,5,6 /proc/$$/stat"));
        List<String> lines = sink.text(Origin.STDOUT).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
    }

    @Test
    void noSignalIsBlockedOrIgnored() {
        MemorySegment before = handle(SIGUSR2, SIG_IGN);
        exit(start(TestSpec.of("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"), sink));
        handle(SIGUSR2, before);
        List<Long> masks =
                sink.text(Origin.STDOUT)
                        .lines()
                        .map(line -> Long.parseUnsignedLong(line.split("\\s+", 2)[1], 16))
                        .map(mask -> mask & ~SIGNALS_OF_GLIBC)
                        .toList();
        assertThat(masks).containsExactly(0L, 0L);
    }

    /** What this JVM does on {@code signal} from now on; returns what it did before. */
    private static MemorySegment handle(int signal, MemorySegment handler) {
        return CFunction.of("signal").callForPointer(signal, handler.address());
    }

    private static ProcessSpec in(Path workingFolder, String... command) {
        return new ProcessSpec(
                List.of(command), Optional.of(workingFolder), Map.of(), Optional.empty());
    }

    private CommandException refusal(ProcessSource source) {
        return catchThrowableOfType(CommandException.class, () -> sink.follow(source));
    }
}
