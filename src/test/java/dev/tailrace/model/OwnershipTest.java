package dev.tailrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose something is, and who else may write it. */
class OwnershipTest {
    private static final int SOMEBODY = Ownership.user() + 12_345;
    private static final int FOLDER = 0040000;
    private static final int STICKY = 01000;

    @TempDir Path folder;

    private static Ownership of(int uid, int mode) {
        return new Ownership(uid, mode);
    }

    private static Ownership own(String permissions) {
        return of(Ownership.user(), Integer.parseInt(permissions, 8));
    }

    @Test
    void whatIsMadeIsOfTheUserThatIsAskedFor() throws IOException {
        Ownership its = Ownership.of(folder);
        assertThat(its.uid()).isEqualTo(Ownership.user());
        assertThat(its.isOwn()).isTrue();
        assertThat(its.isTrusted()).isTrue();
    }

    @Test
    void aFolderAFileAndALinkAreToldFromOneAnother() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(Ownership.of(folder))
                .matches(Ownership::isFolder)
                .matches(its -> !its.isFile() && !its.isLink());
        assertThat(Ownership.of(file))
                .matches(Ownership::isFile)
                .matches(its -> !its.isFolder() && !its.isLink());
        assertThat(Ownership.of(link)).as("what the link leads to").matches(Ownership::isFile);
        assertThat(Ownership.of(link, LinkOption.NOFOLLOW_LINKS))
                .matches(Ownership::isLink)
                .matches(its -> !its.isFolder() && !its.isFile());
    }

    @Test
    void thereIsNoneOfWhatIsNotThere() {
        assertThatThrownBy(() -> Ownership.of(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void rootAndTheUserAreTrustedAndNobodyElse() {
        assertThat(of(Ownership.ROOT, 0700)).matches(Ownership::isRoots);
        assertThat(of(Ownership.ROOT, 0700)).matches(Ownership::isTrusted);
        assertThat(own("700")).matches(Ownership::isTrusted);
        assertThat(of(SOMEBODY, 0700))
                .matches(its -> !its.isRoots() && !its.isOwn() && !its.isTrusted());
    }

    @ParameterizedTest
    @CsvSource({
        "700, false, false",
        "755, false, false",
        "720, true, false",
        "775, true, false",
        "702, false, true",
        "777, true, true"
    })
    void itsGroupAndEverybodyMayWriteIt(String mode, boolean group, boolean all) {
        Ownership its = own(mode);
        assertThat(its.isWritableByGroup()).isEqualTo(group);
        assertThat(its.isWritableByAll()).isEqualTo(all);
        assertThat(its.isWritableByOthers()).isEqualTo(group || all);
    }

    @ParameterizedTest
    @CsvSource({"0755, true", "0700, true", "0775, false", "0757, false", "1777, false"})
    void whatRootAloneMayWriteIsRootsAlone(String mode, boolean alone) {
        int itsMode = Integer.parseInt(mode, 8);
        assertThat(of(Ownership.ROOT, itsMode).isRootsAlone()).isEqualTo(alone);
        assertThat(of(SOMEBODY, itsMode).isRootsAlone()).isFalse();
        assertThat(of(Ownership.ROOT, itsMode).isForgeable()).isEqualTo(!alone);
        assertThat(own(mode).isForgeable()).isEqualTo(!alone);
        assertThat(of(SOMEBODY, itsMode).isForgeable()).isTrue();
    }

    @Test
    void aFolderAsTmpIsSticky() {
        assertThat(own("1777").isSticky()).isTrue();
        assertThat(own("777").isSticky()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"710", "701", "740", "704", "750", "777"})
    void oneToWhichOthersHaveAnyRightIsOpen(String mode) {
        assertThat(own(mode).isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "600", "700", "1700"})
    void oneToWhichNobodyElseHasOneIsNot(String mode) {
        assertThat(own(mode).isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "600, 600, false", "400, 600, false", "700, 600, true", "640, 600, true",
        "640, 640, false", "660, 640, true", "604, 640, true", "1600, 600, false"
    })
    void rightsBeyondThoseThatAreAcceptedAreFound(String mode, String accepted, boolean more) {
        assertThat(own(mode).grantsMoreThan(Integer.parseInt(accepted, 8))).isEqualTo(more);
    }

    @Test
    void whatIsReadOfAModeIsWithoutItsType() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(Ownership.of(folder).permissions()).isEqualTo(0750);
        assertThat(of(SOMEBODY, FOLDER | STICKY | 0750).rights()).isEqualTo(STICKY | 0750);
    }
}
