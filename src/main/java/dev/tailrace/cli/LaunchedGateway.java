package dev.tailrace.cli;

import dev.tailrace.face.ConnectionGuard;
import dev.tailrace.face.ManagementPort;
import dev.tailrace.face.RequestTargets;
import dev.tailrace.face.ServedUrl;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.stream.HubException;
import dev.tailrace.hub.stream.LogStream;
import dev.tailrace.model.ExitStatus;
import dev.tailrace.model.Origin;
import dev.tailrace.sink.fifo.FifoSink;
import dev.tailrace.sink.fifo.FifoSinks;
import dev.tailrace.sink.stdio.StdioSink;
import dev.tailrace.source.SharedOutput;
import dev.tailrace.source.process.Environment;
import dev.tailrace.source.process.PassedEnvironment;
import dev.tailrace.source.process.ProcessSource;
import dev.tailrace.source.process.ProcessSpec;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as the command line wants it: from its start to what ends it.
 *
 * <pre>
 *   serve  until a signal
 *   pipe   until standard input ends, or a signal   \  then the readers get their last lines,
 *   run    until the command ends; a signal goes to it  /  and with --keep it serves on
 * </pre>
 */
public final class LaunchedGateway implements QuarkusApplication {
    /** From the forwarded signal to SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Readers that are connected at the end have this long to take the last lines. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private static final int SIGKILL = 9;
    private static final System.Logger LOG = System.getLogger(LaunchedGateway.class.getName());

    private static @Nullable Launch launch;

    /** Whether the system chooses the port, which then nobody knows yet. */
    private static boolean anyPort;

    private final Hub hub;
    private final FifoSinks sinks;
    private final CountDownLatch stop = new CountDownLatch(1);

    LaunchedGateway(Hub hub, FifoSinks sinks) {
        this.hub = hub;
        this.sinks = sinks;
    }

    /** Starts the application for {@code wanted} and returns its exit code when it is over. */
    static int launch(CommonOptions options, Launch wanted) {
        DescriptorLimit.require();
        Variables.requireKnown(Environment.own().variables());
        UserFolders folders = new UserFolders(Environment.own());
        options.apply(folders);
        Optional<DefaultPort> port =
                wanted.oneStream().flatMap(one -> options.applyBesideOthers(folders, one.folder()));
        // Quarkus would read .env and config/ of the folder that it is started in, where they are
        // the workload's. Paths are not resolved by this property, but by what it was at first.
        System.setProperty("user.dir", "/dev/null");
        System.setProperty(RequestTargets.LEFT_TO_US, "true");
        ConnectionGuard.use();
        launch = wanted;
        anyPort = "0".equals(System.getProperty("quarkus.http.port"));
        AtomicInteger exitCode = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Quarkus.run(
                LaunchedGateway.class,
                (code, thrown) -> {
                    exitCode.set(code);
                    failure.set(thrown);
                });
        port.ifPresent(LaunchedGateway::close);
        Throwable thrown = failure.get();
        return thrown == null
                ? exitCode.get()
                : Failure.say(thrown, new PrintWriter(System.err, true, System.err.charset()));
    }

    private static void close(DefaultPort port) {
        try {
            port.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Its lock goes with the process", e);
        }
    }

    @Override
    public int run(String... args) throws InterruptedException {
        ManagementPort management = CDI.current().select(ManagementPort.class).get();
        management.open();
        hub.serves();
        Optional<RunningFile> running =
                RunningFile.make(
                        new UserFolders(Environment.own()).running(), address(), hub.data().path());
        int exitCode =
                switch (launch) {
                    case Launch.Run run -> run(run, StopSignals.ofProcess());
                    case Launch.Pipe pipe -> pipe(pipe, StopSignals.ofProcess());
                    case Launch.Serve serve -> serve(serve, management);
                    case null ->
                            throw new IllegalStateException("not started from the command line");
                };
        // Here and not later: Quarkus begins its own stop with cutting all connections.
        hub.drain();
        running.ifPresent(RunningFile::close);
        return exitCode;
    }

    private int serve(Launch.Serve serve, ManagementPort management) throws InterruptedException {
        StopSignals.ofProcess().handle(_ -> stop.countDown()).ifPresent(_ -> stop.countDown());
        if (!serve.quiet()) {
            int count = hub.streams().all().size();
            System.err.println(
                    "tailrace: serving "
                            + (count == 1 ? "1 stream" : count + " streams")
                            + " on "
                            + address()
                            + "/streams"
                            + management
                                    .address()
                                    .map(at -> ", health and metrics on " + at + "/q")
                                    .orElse(""));
        }
        stop.await();
        return 0;
    }

    int pipe(Launch.Pipe pipe, StopSignals signals) throws InterruptedException {
        LogStream stream = pipe.stream().in(hub);
        stream.life().expect();
        StdioSink output = passOn(stream, Set.of());
        // What was written before the signal is read, kept and passed on.
        OptionalInt early =
                signals.handle(_ ->
                        stream.life().stop().thenRun(output::endHere).thenRun(stop::countDown));
        if (early.isPresent()) {
            output.giveUp();
            return StopSignals.shellCode(early.getAsInt());
        }
        hub.sources().startStdin(stream.life());
        announce(stream, pipe.quiet());
        finish(stream, output, output.done().toCompletableFuture(), pipe.keep());
        return 0;
    }

    int run(Launch.Run run, StopSignals signals) throws InterruptedException {
        LogStream stream = run.stream().in(hub);
        stream.life().expect();
        FifoSink fifos = feed(stream, run.fifos());
        StdioSink output = passOn(stream, run.fifos().keySet());
        // Handled before the command starts: a signal that comes meanwhile waits for it.
        CompletableFuture<ProcessSource> started = new CompletableFuture<>();
        AtomicBoolean signalled = new AtomicBoolean();
        OptionalInt early =
                signals.handle(signal -> {
                    signalled.set(true);
                    var _ = started.thenAccept(process -> forward(signal, process));
                });
        if (early.isPresent()) {
            output.giveUp();
            return StopSignals.shellCode(early.getAsInt());
        }
        ProcessSource process = hub.sources().startProcess(stream.life(), spec(run));
        JobControl job = JobControl.over(process);
        started.complete(process);
        announce(stream, run.quiet());
        ExitStatus status = process.exit().toCompletableFuture().join();
        job.close();
        if (!run.keep()) {
            fifos.endWithin(LINGER);
        }
        if (signalled.get() && !run.keep()) {
            stop.countDown();
        }
        finish(
                stream,
                output,
                CompletableFuture.allOf(
                        output.done().toCompletableFuture(), fifos.done().toCompletableFuture()),
                run.keep());
        return status.shellCode();
    }

    /** Before its source starts, so that the first line is passed on too. */
    private static StdioSink passOn(LogStream stream, Set<Origin> elsewhere) {
        StdioSink output =
                new StdioSink(
                        elsewhere.contains(Origin.STDOUT)
                                ? OutputStream.nullOutputStream()
                                : new SharedOutput(StandardStreams.STDOUT),
                        elsewhere.contains(Origin.STDERR)
                                ? OutputStream.nullOutputStream()
                                : new SharedOutput(StandardStreams.STDERR));
        output.follow(stream);
        return output;
    }

    /** Before its source starts, too: a FIFO that cannot be fed starts nothing. */
    private FifoSink feed(LogStream stream, Map<Origin, Path> fifos) {
        try {
            return sinks.feed(stream, fifos);
        } catch (HubException e) {
            throw new LaunchException("--stdout-fifo, --stderr-fifo: " + e.getMessage() + ".");
        }
    }

    private static ProcessSpec spec(Launch.Run run) {
        return new ProcessSpec(
                run.command(),
                Optional.empty(),
                Map.of(),
                PassedEnvironment.WHOLE,
                Optional.empty(),
                JobControl.session(run.tty()));
    }

    /** To the command's group while there is one; after that it is for the gateway. */
    private void forward(int signal, ProcessSource process) {
        if (JobControl.isTerminals(signal, process)) {
            return;
        }
        if (process.signal(signal)) {
            CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> process.signal(SIGKILL));
        } else {
            stop.countDown();
        }
    }

    /**
     * Waits until all is passed on; after a signal only for a while, as nobody may be reading. Then
     * the readers of a stream that has ended get their time.
     */
    private void finish(
            LogStream stream, StdioSink output, CompletableFuture<Void> passedOn, boolean keep)
            throws InterruptedException {
        var _ = passedOn.thenRun(keep ? () -> {} : stop::countDown);
        stop.await();
        long deadline = System.nanoTime() + LINGER.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while ((!passedOn.isDone() || (stream.feed().isEnded() && stream.readers().count() > 0))
                && System.nanoTime() < deadline) {
            var _ = never.await(10, TimeUnit.MILLISECONDS);
        }
        if (!passedOn.isDone()) {
            output.giveUp();
            System.err.println(
                    "tailrace: nobody reads its output to the end; the log of stream '"
                            + stream.name()
                            + "' has it all.");
        }
    }

    /**
     * On a terminal, and where nobody could know the port. Elsewhere standard error is the
     * command's, byte for byte.
     */
    private static void announce(LogStream stream, boolean quiet) {
        if (!quiet && (anyPort || Terminal.isStandardError())) {
            System.err.println("tailrace: " + address() + "/streams/" + stream.name() + "/log");
        }
    }

    /** With the port that it has: the server has put that where zero was. */
    private static String address() {
        Config config = ConfigProvider.getConfig();
        boolean tls =
                config.getOptionalValue(TlsDefaults.HAS_CERTIFICATE, Boolean.class).orElse(false);
        String port = config.getValue(tls ? TlsDefaults.TLS_PORT : TlsDefaults.PORT, String.class);
        String host = config.getValue("quarkus.http.host", String.class);
        return ServedUrl.of(tls, host, port);
    }
}
