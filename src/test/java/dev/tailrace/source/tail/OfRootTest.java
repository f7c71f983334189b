package dev.tailrace.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import dev.tailrace.source.tail.file.Reach;
import dev.tailrace.source.tail.file.RefusedFiles;
import dev.tailrace.suite.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose folders let labels be trusted. */
class OfRootTest {
    private static final int SOMEBODY = 12_345;

    @TempDir Path folder;

    private Path pods = Path.of("");
    private Path container = Path.of("");

    @BeforeEach
    void make() throws IOException {
        if (new UnixSystem().getUid() != 0) {
            throw Need.lacking(getClass(), "run the tests as root");
        }
        pods = folder.resolve("pods");
        container = Files.createDirectories(pods.resolve("shop_web_uid/app"));
        mode("rwxr-xr-x", pods, pods.resolve("shop_web_uid"), container);
    }

    private static void mode(String mode, Path... folders) throws IOException {
        for (Path each : folders) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));
        }
    }

    private static Reach reach(Path base) {
        return new Reach(base, List.of(), new RefusedFiles());
    }

    private static Set<Path> look(Path base) throws IOException {
        return new Walk(reach(base), TailFixture.LOOKS, _ -> true, 9, false).through(base).ofRoot();
    }

    private static boolean isTrusted(Path container, Set<Path> ofRoot) {
        return Layout.of("all", reach(container), container.resolve("0.log"), _ -> false)
                .isOfRoot(ofRoot::contains);
    }

    @Test
    void whatRootAloneCanMakeIsTrusted() throws IOException {
        assertThat(isTrusted(container, look(pods))).isTrue();
    }

    @Test
    void soAreFoldersAboveThoseThatAreLookedThrough() throws IOException {
        assertThat(isTrusted(container, look(container))).isTrue();
    }

    @Test
    void whatIsTrueIsWhatTheLookThatFoundThemHasSeen() throws IOException {
        Path pod = pods.resolve("shop_web_uid");
        Files.setAttribute(pod, "unix:uid", SOMEBODY);
        Set<Path> seen = look(pods);
        Files.setAttribute(pod, "unix:uid", 0);
        assertThat(isTrusted(container, seen)).isFalse();
        assertThat(isTrusted(container, look(pods))).isTrue();
    }

    @Test
    void notIfAnyOfTheFoldersCanBeWrittenByOthers() throws IOException {
        for (Path each : new Path[] {pods, pods.resolve("shop_web_uid"), container}) {
            for (String open : new String[] {"rwxrwxr-x", "rwxr-xrwx"}) {
                mode(open, each);
                assertNobodysIsTrusted(each + " " + open);
            }
            mode("rwxr-xr-x", each);
        }
    }

    /** Wherever the look begins. */
    private void assertNobodysIsTrusted(String as) throws IOException {
        assertThat(isTrusted(container, look(pods))).as(as).isFalse();
        assertThat(isTrusted(container, look(container))).as(as).isFalse();
    }

    @Test
    void norIfAnyOfThemIsSomebodyElses() throws IOException {
        for (Path each : new Path[] {pods, pods.resolve("shop_web_uid"), container}) {
            Files.setAttribute(each, "unix:uid", SOMEBODY);
            assertNobodysIsTrusted(each.toString());
            Files.setAttribute(each, "unix:uid", 0);
        }
    }

    @Test
    void norIfItIsALink() throws IOException {
        Path link =
                Files.createSymbolicLink(pods.resolve("ops_db_uid"), pods.resolve("shop_web_uid"));
        for (Path each : List.of(pods, link, link.resolve("app"))) {
            assertThat(isTrusted(link.resolve("app"), look(each))).as(each.toString()).isFalse();
        }
    }

    @Test
    void otherLayoutsAreNobodys() throws IOException {
        assertThat(isTrusted(pods, look(pods))).isFalse();
    }
}
