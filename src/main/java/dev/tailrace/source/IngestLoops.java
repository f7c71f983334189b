package dev.tailrace.source;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultithreadEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x instance that is kept for ingest: its event loops read descriptors and append to logs,
 * apart from HTTP's, so that a file append never stalls a response. A loop that is held up for ten
 * seconds, by a disk that does not answer, is in the gateway's log. Any thread.
 */
public final class IngestLoops implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IngestLoops.class.getName());
    private static final long HELD_UP_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final List<IngestLoop> loops;

    /**
     * Makes a loop for each name, which is that of its thread; it has one once it is used.
     *
     * @throws SourceException if epoll cannot be set up
     */
    public IngestLoops(List<String> names) {
        VertxOptions options =
                new VertxOptions()
                        .setEventLoopPoolSize(names.size())
                        .setUseDaemonThread(true)
                        .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                        .setMaxEventLoopExecuteTime(HELD_UP_SECONDS)
                        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                        .setBlockedThreadCheckInterval(HELD_UP_SECONDS)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setFileCachingEnabled(false)
                                        .setClassPathResolvingEnabled(false));
        // The builder that is public takes no transport.
        this.vertx =
                new VertxBuilder(options)
                        .serviceProviders(List.of())
                        .findTransport(new OwnDescriptors(names))
                        .init()
                        .vertx();
        this.loops = names.stream().map(_ -> loop()).toList();
    }

    private IngestLoop loop() {
        ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
        return new IngestLoop((EpollLoop) context.nettyEventLoop());
    }

    /** The loops, in the order of their names. */
    public List<IngestLoop> all() {
        return loops;
    }

    /** Lets the loops end what they do; timers that are not due are dropped. */
    @Override
    public void close() {
        try {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "The loops of ingest have not ended", e);
        }
    }

    /** Loops that wait for descriptors of ours: no channel of Netty's is on them. */
    private record OwnDescriptors(List<String> names) implements Transport {
        @Override
        public EventLoopGroup eventLoopGroup(
                int type, int count, ThreadFactory threads, int ioRatio) {
            return type == ACCEPTOR_EVENT_LOOP_GROUP
                    ? new DefaultEventLoopGroup(count, threads)
                    : new Group(threads, names);
        }

        private static UnsupportedOperationException none() {
            return new UnsupportedOperationException("these loops have no channels");
        }

        @Override
        public DatagramChannel datagramChannel() {
            throw none();
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            throw none();
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            throw none();
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            throw none();
        }
    }

    private static final class Group extends MultithreadEventLoopGroup {
        Group(ThreadFactory threads, List<String> names) {
            super(names.size(), threads, names.iterator());
        }

        @Override
        protected EventLoop newChild(Executor executor, Object... args) {
            return new EpollLoop(this, executor, (String) ((Iterator<?>) args[0]).next());
        }
    }
}
