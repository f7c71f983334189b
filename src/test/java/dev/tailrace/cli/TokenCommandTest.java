package dev.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.access.Token;
import dev.tailrace.suite.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens on the command line. */
class TokenCommandTest {
    @TempDir Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int token(String command, String... options) {
        output.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        return TailraceCommand.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(
                        Stream.concat(
                                        Stream.of("token", command, "--file", file().toString()),
                                        Arrays.stream(options))
                                .toArray(String[]::new));
    }

    private Path file() {
        return folder.resolve("tokens");
    }

    private String newToken(String... options) {
        assertThat(token("new", options)).as("%s", errors).isZero();
        return Secrets.made(output.toString().strip());
    }

    @Test
    void aTokenIsPrintedOnceAndNothingKeepsIt() throws IOException {
        String token = newToken("--id", "ci", "--rights", "read,push", "--streams", "web,build-*");
        assertThat(token).matches("trl_[0-9A-Za-z]{43}");
        assertThat(Files.readString(file()))
                .isEqualTo(
                        "ci sha256="
                                + Token.hash(token)
                                + " rights=read,push streams=build-*,web\n");
        assertThat(token("list")).isZero();
        assertThat(output.toString()).startsWith("ci sha256=").doesNotContain(token);
    }

    @Test
    void aListShowsWhatEachMayAndNoHash() {
        String token =
                newToken(
                        "--id=a",
                        "--streams=*",
                        "--labels=team=shop,app=*",
                        "--expires=2020-01-01");
        token("list");
        assertThat(output.toString().strip())
                .isEqualTo(
                        "a sha256="
                                + Token.hash(token).substring(0, 8)
                                + " rights=read streams=* labels=app=*,team=shop"
                                + " expires=2020-01-01T00:00:00Z (over)");
    }

    @Test
    void tokensAreRevokedById() throws IOException {
        newToken("--id=a", "--streams=*");
        newToken("--id=b", "--streams=*", "--expires=30d");
        assertThat(token("revoke", "--id=a")).isZero();
        assertThat(Files.readAllLines(file())).hasSize(1).allMatch(line -> line.startsWith("b "));
        assertThat(token("revoke", "--id=a")).isEqualTo(1);
        assertThat(errors.toString()).contains("there is no token of a");
    }

    @Test
    void whatIsNotAcceptedIsSaidAndChangesNothing() {
        for (String option :
                new String[] {"--rights=admin", "--streams= ", "--labels=team", "--expires=soon"}) {
            assertThat(token("new", "--id=a", "--streams=*", option)).as(option).isEqualTo(2);
            assertThat(errors.toString()).startsWith("tailrace: ").contains("accepted");
            assertThat(file()).doesNotExist();
        }
        assertThat(token("new", "--id=a b", "--streams=*")).isEqualTo(2);
        assertThat(token("list")).isEqualTo(1);
        assertThat(errors.toString()).contains("there is no file");
    }
}
