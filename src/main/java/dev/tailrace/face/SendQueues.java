package dev.tailrace.face;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * Keeps the kernel from taking megabytes of a client that does not read: by itself it lets a socket
 * grow to 4 MB (tcp(7), tcp_wmem), and thousands of them would take the memory of all sockets of
 * the machine. What is on its way does not count, so a client that reads is served no slower. Any
 * thread.
 */
final class SendQueues {
    /**
     * What is not on its way yet, in bytes: two pieces, so that a client that reads has the next.
     */
    private static final int MAX_NOT_SENT = 128 * 1024;

    private SendQueues() {}

    static void bound(EpollSocketChannel channel) {
        try {
            channel.config().setTcpNotSentLowAt(MAX_NOT_SENT);
        } catch (ChannelException e) {
            // The client has gone since: its call ends by itself, and is no news.
            if (channel.isOpen()) {
                throw e;
            }
        }
    }
}
