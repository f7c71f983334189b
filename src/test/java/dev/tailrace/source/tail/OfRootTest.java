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

    private Layout layout(Path in) {
        Reach reach = new Reach(folder, List.of(), new RefusedFiles());
        return Layout.of("all", reach, in.resolve("0.log"), _ -> false);
    }

    @Test
    void whatRootAloneCanMakeIsTrusted() {
        assertThat(layout(container).isOfRoot()).isTrue();
    }

    @Test
    void notIfAnyOfTheFoldersCanBeWrittenByOthers() throws IOException {
        for (Path each : new Path[] {pods, pods.resolve("shop_web_uid"), container}) {
            for (String open : new String[] {"rwxrwxr-x", "rwxr-xrwx"}) {
                mode(open, each);
                assertThat(layout(container).isOfRoot()).as(each + " " + open).isFalse();
            }
            mode("rwxr-xr-x", each);
        }
    }

    @Test
    void norIfAnyOfThemIsSomebodyElses() throws IOException {
        for (Path each : new Path[] {pods, pods.resolve("shop_web_uid"), container}) {
            Files.setAttribute(each, "unix:uid", SOMEBODY);
            assertThat(layout(container).isOfRoot()).as(each.toString()).isFalse();
            Files.setAttribute(each, "unix:uid", 0);
        }
    }

    @Test
    void norIfItIsALink() throws IOException {
        Path link =
                Files.createSymbolicLink(pods.resolve("ops_db_uid"), pods.resolve("shop_web_uid"));
        assertThat(layout(link.resolve("app")).isOfRoot()).isFalse();
    }

    @Test
    void otherLayoutsAreNobodys() {
        assertThat(layout(pods).isOfRoot()).isFalse();
    }
}
