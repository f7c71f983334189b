package dev.tailrace.face;

import static dev.tailrace.Waiting.LIMIT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.source.CFunction;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client whose machine can be as if it were off: a filter on its socket has the kernel drop what
 * comes, so that nothing is acknowledged and no probe is answered.
 */
final class DeafClient implements Closeable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** BPF_RET with 0: no byte of any packet passes. */
    private static final long DROP_ALL = 0x06;

    private static final CFunction SETSOCKOPT = CFunction.of("setsockopt");

    private final EpollEventLoopGroup loop = new EpollEventLoopGroup(1);
    private final EpollSocketChannel channel;
    private final CountDownLatch answered = new CountDownLatch(1);

    /**
     * Sends a request and waits for the first bytes of its answer.
     *
     * @param reads whether it takes more than those; otherwise its window closes
     */
    DeafClient(URL to, String path, String accept, boolean reads) throws InterruptedException {
        channel =
                (EpollSocketChannel)
                        new Bootstrap()
                                .group(loop)
                                .channel(EpollSocketChannel.class)
                                .handler(
                                        new SimpleChannelInboundHandler<ByteBuf>() {
                                            @Override
                                            protected void channelRead0(
                                                    ChannelHandlerContext context, ByteBuf bytes) {
                                                context.channel().config().setAutoRead(reads);
                                                answered.countDown();
                                            }
                                        })
                                .connect(to.getHost(), to.getPort())
                                .sync()
                                .channel();
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + accept + "\r\n\r\n";
        var _ = channel.writeAndFlush(Unpooled.copiedBuffer(request, US_ASCII)).sync();
        assertThat(answered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** From now on nothing reaches it, nor does it say anything. */
    void turnOff() {
        try (Arena arena = Arena.ofConfined()) {
            // struct sock_filter, 8 bytes; struct sock_fprog: how many there are, and where.
            MemorySegment filter = arena.allocate(8, 8);
            filter.set(ValueLayout.JAVA_LONG, 0, DROP_ALL);
            MemorySegment program = arena.allocate(16, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            program.set(ValueLayout.ADDRESS, 8, filter);
            int failed =
                    SETSOCKOPT.call(
                            channel.fd().intValue(),
                            SOL_SOCKET,
                            SO_ATTACH_FILTER,
                            program.address(),
                            16);
            assertThat(failed).isZero();
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
