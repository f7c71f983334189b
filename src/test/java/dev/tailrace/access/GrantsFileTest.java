package dev.tailrace.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tailrace.model.Labels;
import dev.tailrace.model.Ownership;
import dev.tailrace.model.StreamName;
import dev.tailrace.suite.Need;
import dev.tailrace.suite.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token file may say, and who may be able to write it. */
class GrantsFileTest {
    private static final StreamName WEB = new StreamName("web");
    private static final String TOKEN = Secrets.made(Token.random(new SecureRandom()));
    private static final String HASH = Token.hash(TOKEN);
    private static final Key KEY = new Key(Key.Kind.SHA256, HASH);
    private static final String CI = "ci sha256=" + HASH + " rights=read streams=web*";

    @TempDir Path folder;

    private Path file(String mode, String... lines) throws IOException {
        Path file = Files.write(folder.resolve("tokens"), List.of(lines), UTF_8);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static GrantTable parse(String... lines) {
        return GrantTable.parse(List.of(lines));
    }

    private static Access ci(String... lines) {
        return parse(lines).find(KEY).orElseThrow();
    }

    @Test
    void tokensAreOf256BitsAndAllOfOneForm() {
        assertThat(IntStream.range(0, 100).mapToObj(_ -> Token.random(new SecureRandom())))
                .doesNotHaveDuplicates()
                .allMatch(Token::isValid)
                .allMatch(token -> token.matches("trl_[0-9A-Za-z]{43}"));
    }

    @Test
    void aLineSaysWhoMayWhatAndUntilWhen() {
        Access access =
                ci("# remark", "", CI + " labels=team=shop,app=* expires=2027-01-01T12:00:00Z");
        assertThat(access.principal()).isEqualTo("ci");
        assertThat(access.expires()).isEqualTo(Instant.parse("2027-01-01T12:00:00Z"));
        assertThat(access.grants())
                .containsExactly(
                        new Grant(
                                java.util.Set.of(Right.READ),
                                List.of(new Pattern("web*")),
                                java.util.Map.of("team", new Pattern("shop"), "app", Pattern.ANY)));
        assertThat(ci(CI).expires()).isEqualTo(Instant.MAX);
        assertThat(ci(CI + " expires=2027-01-01").expires())
                .isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void severalLinesOfATokenAreAsManyGrants() {
        Access both = ci(CI, "ci sha256=" + HASH + " rights=push,control streams=build-*,api");
        assertThat(both.mayRead(WEB, Labels.NONE)).isTrue();
        assertThat(both.mayPush(new StreamName("api"), Labels.NONE)).isTrue();
        assertThat(both.mayPush(WEB, Labels.NONE)).isFalse();
    }

    @Test
    void aLineIsWrittenAsItIsRead() {
        String whole = CI + " labels=app=web,team=* expires=2027-01-01T12:00:00Z";
        assertThat(GrantLine.parse(whole)).hasToString(whole);
        assertThat(GrantLine.parse(CI)).hasToString(CI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ci",
                "ci rights=read streams=*",
                "ci sha256=H streams=*",
                "ci sha256=H rights=read",
                "ci sha256=H rights= streams=*",
                "ci sha256=H rights=read,all streams=*",
                "ci sha256=H rights=read streams=",
                "ci sha256=H rights=read streams=a,,b",
                "ci sha256=H rights=read streams=* streams=web",
                "ci sha256=H rights=read streams=* labels=team",
                "ci sha256=H rights=read streams=* expires=tomorrow",
                "ci sha256=H rights=read streams=* expires=2027-02-30",
                "ci sha256=H rights=read streams=* role=admin",
                "ci sha256=H rights=read streams=* and more",
                "-ci sha256=H rights=read streams=*",
                "(everyone) sha256=H rights=read streams=*",
                "sha256=H rights=read streams=*",
                "ci sha256=abc rights=read streams=*",
                "ci subject=me rights=read streams=*",
                "ci subject=cn: rights=read streams=*",
                "ci subject=email:me@x rights=read streams=*",
                "ci subject=cn:me sha256=H rights=read streams=*",
                "ci sha256=T rights=read streams=*",
                "ci T rights=read streams=*",
                "T sha256=H T",
                "ci sha256=H user=ci rights=read streams=*",
                "ci user=ci group=ci rights=read streams=*",
                "ci user= rights=read streams=*",
                "ci group=a,b rights=read streams=*",
                "ci group=a|b rights=read streams=*",
                "ci user=\u00efda rights=read streams=*"
            })
    void anyOtherLineIsRefusedByItsNumberAndNotShown(String line) {
        String whole = line.replace("=H", "=" + HASH).replace("T", TOKEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("# remark", whole))
                .withMessageStartingWith("line 2: ")
                .withMessageNotContainingAny(TOKEN, HASH, "tomorrow", "admin");
    }

    @Test
    void usersAndGroupsHaveLinesAsTokensDo() {
        String line = "a user=CORP\\\\a=b@example.com rights=read streams=web* labels=team=shop";
        assertThat(GrantLine.parse(line)).hasToString(line);
        assertThat(GrantLine.parse(line).key().shown()).isEqualTo("user=CORP\\\\a=b@example.com");
        assertThat(GrantLine.parse(CI).key().shown()).isEqualTo("sha256=" + HASH.substring(0, 8));
        GrantTable table =
                parse(
                        CI,
                        "a user=a rights=read streams=*",
                        "b group=a rights=read streams=*",
                        "c subject=dns:a rights=read streams=*");
        for (Key.Kind kind : Key.Kind.values()) {
            assertThat(table.count(kind)).isEqualTo(1);
        }
    }

    @Test
    void aTokenIsOfOneIdAndOfOneExpiry() {
        for (String other : List.of(CI.replace("ci ", "you "), CI + " expires=2027-01-01")) {
            assertThatIllegalArgumentException().isThrownBy(() -> parse(CI, other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void aFileThatIsPrivateIsRead(String mode) throws IOException {
        if (mode.contains("x")) {
            refused(file(mode, CI), "mode is 700");
        } else {
            assertThat(granted(file(mode, CI))).isPresent();
        }
    }

    private static Optional<Access> granted(Path file) {
        return FileAuthenticator.file(file).value().find(KEY);
    }

    private static void refused(Path file, String why) {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> FileAuthenticator.file(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw----r--", "rw-----w-", "rwxrwxrwx"})
    void oneThatOthersCanReadOrWriteIsNot(String mode) throws IOException {
        refused(file(mode, CI), "accepted is a file of the gateway's user or of root");
    }

    /** In a folder that others may write, what is at the path is theirs to choose. */
    @Test
    void norIsALinkOfAnotherUser() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, file("rw-------", CI));
        assertThat(granted(link)).isPresent();
        if (Ownership.user() != Ownership.ROOT) {
            throw Need.lacking(GrantsFileTest.class, "run as root");
        }
        Files.setAttribute(link, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        refused(link, "it is a link of the user 12345");
    }

    @Test
    void norWhatIsNoFileOrIsNotThere() throws IOException {
        refused(folder, "it is no file");
        refused(folder.resolve("none"), "there is no such file");
        Path large = file("rw-------", "#".repeat((int) OwnFile.MAX_BYTES));
        refused(large, "it is no file of up to");
        Files.write(large, new byte[] {(byte) 0xff});
        refused(large, "it is not UTF-8");
    }

    @Test
    void changesKeepRemarksAndTheModeAndLeaveNothingBehind() throws IOException {
        Path file = file("r--------", "# mine", CI);
        GrantsFile grants = new GrantsFile(file);
        String other = Token.hash(Token.random(new SecureRandom()));
        grants.add(GrantLine.parse("you sha256=" + other + " rights=push streams=*"));
        assertThat(grants.lines()).extracting(GrantLine::id).containsExactly("ci", "you");
        assertThat(grants.remove("nobody")).isZero();
        assertThat(grants.remove(other.substring(0, 8))).isEqualTo(1);
        assertThat(Files.readAllLines(file)).containsExactly("# mine", CI);
        assertThat(grants.remove("ci")).isEqualTo(1);
        assertThat(Files.readAllLines(file)).containsExactly("# mine");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aNewFileIsPrivate() throws IOException {
        Path file = folder.resolve("new");
        new GrantsFile(file).add(GrantLine.parse(CI));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(granted(file)).isPresent();
    }

    /** Otherwise what one revokes another would bring back. */
    @Test
    void changesAtOneTimeAreAllMade() throws IOException {
        Path file = file("rw-------");
        IntStream.range(0, 16)
                .parallel()
                .forEach(i -> {
                    String hash = Token.hash(Token.random(new SecureRandom()));
                    try {
                        new GrantsFile(file)
                                .add(
                                        GrantLine.parse(
                                                "t"
                                                        + i
                                                        + " sha256="
                                                        + hash
                                                        + " rights=read"
                                                        + " streams=*"));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        assertThat(new GrantsFile(file).lines()).hasSize(16);
    }
}
