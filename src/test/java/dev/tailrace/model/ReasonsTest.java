package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static final IOException FULL = new IOException("No space left on device");

    @Test
    void itIsWhatTheSystemSaysWithoutAClass() {
        assertThat(Reasons.of(FULL)).isEqualTo("No space left on device");
        assertThat(Reasons.of(new UncheckedIOException(FULL))).isEqualTo("No space left on device");
        assertThat(Reasons.of(new CompletionException(new UncheckedIOException(FULL))))
                .isEqualTo("No space left on device");
        assertThat(Reasons.of(new TimeoutException("no answer in 5 s")))
                .isEqualTo("no answer in 5 s");
    }

    @Test
    void aFileIsNamedWithWhatIsWrongWithIt() {
        assertThat(Reasons.of(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
        assertThat(Reasons.of(new NoSuchFileException("/a"))).isEqualTo("/a does not exist");
        assertThat(Reasons.of(new NoSuchFileException("/a", null, "its folder has been removed")))
                .isEqualTo("/a: its folder has been removed");
        assertThat(Reasons.of(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("/a: read-only file system");
        assertThat(Reasons.of(new FileSystemException(null, null, "Read-only file system")))
                .isEqualTo("read-only file system");
    }

    @Test
    void whatOnlyWrapsAFailureSaysNothing() {
        assertThat(Reasons.of(new IOException(FULL))).isEqualTo("No space left on device");
        assertThat(Reasons.of(new IOException(new NoSuchFileException("/a"))))
                .isEqualTo("/a does not exist");
        assertThat(Reasons.of(new IllegalStateException(new TimeoutException("no answer in 5 s"))))
                .isEqualTo("no answer in 5 s");
        assertThat(Reasons.of(new RuntimeException(null, FULL)))
                .isEqualTo("No space left on device");
    }

    @Test
    void whatTheSystemSaysIsSaidWhereJavaHasItInTheClassAlone() {
        assertThat(Reasons.of(new FileNotFoundException())).isEqualTo("no such file or directory");
        assertThat(Reasons.of(new DirectoryNotEmptyException("/a")))
                .isEqualTo("/a: directory not empty");
        assertThat(Reasons.of(new NotDirectoryException("/a"))).isEqualTo("/a: not a directory");
        assertThat(Reasons.of(new UnknownHostException("nowhere")))
                .isEqualTo("nowhere: unknown host");
    }

    @Test
    void whereJavaHasNoMessageThereAreWordsAllTheSame() {
        assertThat(Reasons.of(new ClosedChannelException())).isEqualTo("it is closed");
        assertThat(Reasons.of(new EOFException())).isEqualTo("it ends too early");
        assertThat(Reasons.of(new IOException())).isEqualTo("no reason is known");
    }

    @Test
    void aFaultOfTheGatewayKeepsItsClass() {
        assertThat(Reasons.of(new IllegalStateException("no luck")))
                .isEqualTo("java.lang.IllegalStateException: no luck");
        assertThat(Reasons.system(new IllegalStateException("no luck"))).isNull();
    }

    @Test
    void asManyFilesAsMayBeAreKnownInWhateverTheyAreWrapped() {
        FileSystemException failure = new FileSystemException("/a", null, "Too many open files");
        assertThat(Reasons.isOutOfFiles(new CompletionException(failure))).isTrue();
        assertThat(Reasons.isOutOfFiles(new IllegalStateException(FULL))).isFalse();
    }
}
