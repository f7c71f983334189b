package dev.tailrace.cli;

import static dev.tailrace.Waiting.outcome;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tailrace.access.AccessConfig;
import dev.tailrace.face.FaceConfig;
import dev.tailrace.face.ManagementConfig;
import dev.tailrace.face.push.PushConfig;
import dev.tailrace.face.ws.WsConfig;
import dev.tailrace.hub.Hub;
import dev.tailrace.hub.HubConfig;
import dev.tailrace.sink.fifo.FifoSinks;
import dev.tailrace.source.docker.DockerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.tls.runtime.config.TlsBucketConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.quarkus.tls.runtime.keystores.PemKeyStores;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What does not start says why in one sentence, and leaves what is kept alone. The same messages of
 * the packaged gateway are tested in {@code endtoend.ErrorsIT}, three of them.
 */
class StartErrorsTest {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNSAFE = 78;

    /** Ranks below the environment, so that a test's own keys win. */
    private static final int ORDINAL = 100;

    @TempDir Path folder;

    /** The one sentence that the command line is refused with. */
    private static String refused(int exitCode, String... arguments) {
        StringWriter errors = new StringWriter();
        int code =
                TailraceCommand.commandLine()
                        .setErr(new PrintWriter(errors, true))
                        .execute(arguments);
        assertThat(code).as("%s", errors).isEqualTo(exitCode);
        return sentence(errors);
    }

    private static String sentence(StringWriter errors) {
        assertThat(errors.toString()).startsWith("tailrace: ").endsWith("\n");
        return errors.toString().substring("tailrace: ".length()).stripTrailing();
    }

    /** The one sentence that the gateway ends with after this failure. */
    private static String said(Throwable failure) {
        return said(failure, FAILED);
    }

    private static String said(Throwable failure, int exitCode) {
        StringWriter errors = new StringWriter();
        assertThat(Failure.say(failure, new PrintWriter(errors, true))).isEqualTo(exitCode);
        assertThat(errors.toString().lines()).hasSize(1);
        return sentence(errors);
    }

    /** A gateway of this configuration starts all that it names. */
    private String refusedConfiguration(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        return refusedConfiguration(file, folder.resolve("data"));
    }

    private static String refusedConfiguration(Path file, Path data) {
        return said(
                catchThrowable(() -> {
                    HubConfig config = config(file, data).getConfigMapping(HubConfig.class);
                    try (Hub hub = Hub.open(config)) {
                        hub.configured().expect();
                        new FifoSinks(hub, new SimpleMeterRegistry())
                                .startConfigured(config.streams());
                        hub.configured().start();
                    }
                }));
    }

    private static SmallRyeConfig config(Path file, Path data) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(HubConfig.class)
                .withMapping(ManagementConfig.class)
                .withMapping(FaceConfig.class)
                .withMapping(WsConfig.class)
                .withMapping(PushConfig.class)
                .withMapping(DockerConfig.class)
                .withMapping(AccessConfig.class)
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "tailrace.data",
                                        data.toString(),
                                        "tailrace.http.max-connections",
                                        "1000"),
                                "test",
                                ORDINAL),
                        ConfigFile.read(file))
                .build();
    }

    /** Why a server cannot listen there. */
    private static String refusedAddress(String host) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        System.setProperty("quarkus.http.host", host);
        try {
            return said(
                    catchThrowable(() ->
                            outcome(
                                    vertx.createHttpServer()
                                            .requestHandler(_ -> {})
                                            .listen(0, host)
                                            .toCompletionStage())));
        } finally {
            System.clearProperty("quarkus.http.host");
            outcome(vertx.close().toCompletionStage());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThat(refusedAddress("192.0.2.1"))
                .isEqualTo("--host 192.0.2.1 is not an address of this machine.");
    }

    @Test
    void aHostThatDoesNotExistIsRefused() {
        assertThat(refusedAddress("no-such-host.invalid"))
                .isEqualTo(
                        "--host no-such-host.invalid is not known; accepted is an address or a"
                                + " name of this machine.");
        assertThat(refusedAddress("fe80::1"))
                .startsWith("--host fe80::1 cannot be served at (")
                .endsWith("Invalid argument); accepted is an address or a name of this machine.");
        assertThat(refusedAddress("300.1.1.1")).startsWith("--host 300.1.1.1 is not known");
    }

    @ParameterizedTest
    @CsvSource({
        "serve --prot 1, unknown option --prot; the nearest is --port; accepted: ",
        "serve --prot=1, unknown option --prot; the nearest is --port; accepted: ",
        "serve --zzz, unknown option --zzz; accepted: --config",
        "run -x echo, unknown option -x; accepted: ",
        "servee, unknown command servee; the nearest is serve; accepted: completion logs ls man pipe rm run serve stat token.",
        "pipe file, unknown argument 'file'; accepted are options alone.",
        "run, COMMAND is missing; accepted is a command and its arguments.",
        "serve --config, --config has no value; accepted is a path.",
        "serve --port --quiet, --port has no value; accepted is a number from 0 to 65535.",
        "serve --port 70000, --port 70000: accepted is a number from 0 to 65535.",
        "serve --port http, --port http: accepted is a number from 0 to 65535.",
        "'serve --host ', '--host '''': accepted is an address or a name of this machine.'",
        "serve --host=, '--host '''': accepted is an address or a name of this machine.'",
        "serve --quiet=maybe, --quiet maybe: accepted is true or false.",
        "pipe --keep --host a --host b, --host is there twice; accepted is one.",
        "run --name Up true, --name Up: accepted is a stream's name: a-z or 0-9 first",
        "run --name Up no-such-command, --name Up: accepted is a stream's name: ",
        "serve --fifo Up=fifo, --fifo Up: accepted is NAME=PATH with a stream's name: a-z",
        "serve --tail path, --tail path: accepted is NAME=PATH with a stream's name: a-z",
        "serve --process UP=true, --process UP: accepted is NAME=COMMANDLINE with a stream's name",
        "run --label app true, --label app: accepted is NAME=VALUE.",
        "run --label a-b=c true, --label: label name 'a-b' is not accepted: ",
        "serve --config gateway.toml, '--config gateway.toml: accepted is a name ending in .yaml,'",
    })
    void aWrongCommandLineIsAnErrorOfUseThatNamesWhatIsAccepted(String line, String sentence) {
        assertThat(refused(USAGE, line.split(" ", -1)).replace(",", ""))
                .startsWith(sentence.replace(",", ""))
                .contains("\nTry 'tailrace");
    }

    @Test
    void noCommandIsAnErrorOfUse() {
        assertThat(refused(USAGE))
                .isEqualTo(
                        "Which command? One of run, pipe, serve, token, logs, ls, stat, rm, completion, man.\nTry 'tailrace --help'.");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        assertThat(refused(FAILED, "serve", "--config", "/no/such.yaml"))
                .isEqualTo("--config /no/such.yaml does not exist.");
    }

    @Test
    void aConfigurationThatIsAFolderIsNamed() throws IOException {
        Path made = Files.createDirectory(folder.resolve("gateway.yaml"));
        assertThat(refused(FAILED, "serve", "--config", made.toString()))
                .isEqualTo("--config " + made + " cannot be read: it is a folder.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "gateway.properties"})
    void aConfigurationThatIsNotUtf8IsNamed(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "key: gr\u00f6\u00dfe", ISO_8859_1);
        assertThat(refused(FAILED, "serve", "--config", file.toString()))
                .isEqualTo("--config " + file + " is not in UTF-8.");
    }

    @Test
    void propertiesThatAreNoneAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.properties"), "key=\\uXY");
        assertThat(refused(FAILED, "serve", "--config", file.toString()))
                .startsWith("--config " + file + " is no properties file: ");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("gateway.yaml"),
                        "tailrace:\n  streams:\n    web: {fifo: {path: /tmp/x}\n");
        assertThat(refused(FAILED, "serve", "--config", file.toString()))
                .startsWith("--config " + file + " is no YAML: line 4, ");
    }

    @Test
    void aDataFolderThatCannotBeMadeIsNamed() throws IOException {
        Path yaml = Files.writeString(folder.resolve("gateway.yaml"), "");
        assertThat(refusedConfiguration(yaml, Path.of("/proc/nowhere")))
                .isEqualTo(
                        "The data folder /proc/nowhere cannot be used: /proc/nowhere does not exist."
                                + " Choose another with --data.");
    }

    @Test
    void aFileInTheWayOfTheDataFolderIsNamed() throws IOException {
        Path yaml = Files.writeString(folder.resolve("gateway.yaml"), "");
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertThat(refusedConfiguration(yaml, file))
                .isEqualTo(
                        "The data folder %1$s cannot be used: %1$s is in the way: it is no folder."
                                + " Choose another with --data.",
                        file);
        assertThat(file).hasContent("kept");
    }

    @Test
    void aDataFolderInWhichOthersMayWriteIsNotUsed() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path planted = Files.createDirectory(data.resolve("streams"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        HubConfig config =
                config(Files.writeString(folder.resolve("a.yaml"), "tailrace: {}"), data)
                        .getConfigMapping(HubConfig.class);
        assertThat(said(catchThrowable(() -> Hub.open(config)), UNSAFE))
                .startsWith("The data folder " + data + " cannot be used: others could replace")
                .contains("mode 0777", "chmod -R go-w " + data, "--data");
        assertThat(planted).isEmptyDirectory();
    }

    @Test
    void aFifoThatIsARegularFileIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertThat(
                        refusedConfiguration(
                                "tailrace: {streams: {a: {fifo: {path: %s}}}}".formatted(file)))
                .isEqualTo(file + " is a regular file, not a FIFO");
        assertThat(file).hasContent("kept");
    }

    @Test
    void aFifoToFeedThatIsNotThereIsNamedWithItsKey() throws IOException {
        Path fifo = folder.resolve("logmon.fifo");
        assertThat(
                        refusedConfiguration(
                                "tailrace: {streams: {web: {sink: {fifo: {stderr: %s}}}}}"
                                        .formatted(fifo)))
                .isEqualTo(
                        "tailrace.streams.web.sink.fifo: %s does not exist: it is to be a FIFO.",
                        fifo);
        assertThat(fifo).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams: {first: {push: true}, last: {push: true, fifo: {path: /tmp/x}}}",
                "streams: {first: {push: true}, last: {tail: {path: /tmp/x, format: x}}}",
                "streams: {first: {push: true}, last: {log: {max-record-bytes: 1}}}",
                "streams: {first: {push: true}, last: {labels: {'': x}}}",
                "streams: {first: {push: true}, ' ': {push: true}}",
                "streams: {first: {push: true}}, tail: {last: {path: /tmp/x, from: x}}",
                "streams: {first: {push: true}}, push: {max-keys: 0}",
            })
    void whatIsWrongWithTheLastLeavesNothingOfTheFirstBehind(String yaml) throws IOException {
        assertThat(refusedConfiguration("tailrace: {" + yaml + "}")).isNotBlank();
        assertThat(folder.resolve("data/streams/first")).doesNotExist();
    }

    @Test
    void twoSourcesInOneStreamAreRefused() throws IOException {
        Path fifo = folder.resolve("fifo");
        assertThat(
                        refusedConfiguration(
                                "tailrace: {streams: {web: {fifo: {path: %s}, process: {command: [true]}}}}"
                                        .formatted(fifo)))
                .isEqualTo(
                        "tailrace.streams.web has 2 sources, fifo and process: a stream has one.");
        assertThat(fifo).doesNotExist();
    }

    @Test
    void anUnknownKeyIsNamedWithItsFileAndWhatIsAccepted() throws IOException {
        assertThat(refusedConfiguration("tailrace: {streams: {web: {fifo: {pth: /tmp/x}}}}"))
                .contains("unknown key tailrace.streams.web.fifo.pth")
                .contains(folder.resolve("gateway.yaml").toString())
                .contains("accepted there: path");
    }

    @Test
    void aSinkForWhatIsNoOutputIsRefused() throws IOException {
        assertThat(refusedConfiguration("tailrace: {streams: {web: {sink: {fifo: {stdin: /x}}}}}"))
                .contains("unknown key tailrace.streams.web.sink.fifo.stdin")
                .contains("accepted there: stderr, stdout");
    }

    @Test
    void aMisspeltKeyIsNamedWithTheNearest() throws IOException {
        assertThat(refusedConfiguration("tailrace: {log: {segment-byte: 1M}}"))
                .contains("unknown key tailrace.log.segment-byte")
                .contains("; the nearest is segment-bytes; ");
    }

    @Test
    void anAddressWithoutAValueIsNamed() throws IOException {
        assertThat(refusedConfiguration("tailrace: {management: {host: ''}}"))
                .contains("tailrace.management.host is ''; accepted is an address or a name of");
    }

    @Test
    void aMisspeltListIsNamedOnce() throws IOException {
        assertThat(refusedConfiguration("tailrace: {docker: {container: [a, b]}}"))
                .containsOnlyOnce("unknown key tailrace.docker.container in")
                .doesNotContain("container[0]")
                .endsWith(
                        "; the nearest is containers; accepted there: all, containers, host,"
                                + " labels, max-containers");
    }

    @ParameterizedTest
    @CsvSource({
        "'streams: {web: {push: \"\"}}', streams.web.push",
        "'control: \"\"', control",
        "'docker: {all: \"\"}', docker.all",
    })
    void aSwitchWithoutAValueIsNamed(String yaml, String key) throws IOException {
        assertThat(refusedConfiguration("tailrace: {%s}".formatted(yaml)))
                .contains("tailrace." + key + " is ''; accepted is true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "'streams: {web: {push: yess}}', streams.web.push, yess",
        "'control: ja', control, ja",
        "'docker: {all: tru}', docker.all, tru",
        "'push: {create: enabled}', push.create, enabled",
        "'kubernetes: {enabled: nope}', kubernetes.enabled, nope",
        "'spool: {enabled: 2}', spool.enabled, 2",
    })
    void aSwitchIsOnOrOffAndNothingElse(String yaml, String key, String value) throws IOException {
        assertThat(refusedConfiguration("tailrace: {%s}".formatted(yaml)))
                .isEqualTo(
                        "the configuration cannot be used: tailrace.%s is '%s'; accepted is true"
                                + " or false",
                        key, value);
    }

    @ParameterizedTest
    @CsvSource({
        "compress, zip, gzip or none",
        "on-disk-full, stop, continue or block",
        "retain-segments, many, a whole number",
        "retain-age, old, 'a duration such as 250ms, 5s or 10m'"
    })
    void aWrongValueIsNamedWithItsKeyAndWhatIsAccepted(String key, String value, String accepted)
            throws IOException {
        assertThat(refusedConfiguration("tailrace: {log: {%s: %s}}".formatted(key, value)))
                .isEqualTo(
                        "the configuration cannot be used: tailrace.log.%s is '%s'; accepted is %s",
                        key, value, accepted);
    }

    @Test
    void aWrongUnitIsNamedWithItsKeyAndWhatIsAccepted() throws IOException {
        assertThat(refusedConfiguration("tailrace: {log: {segment-bytes: 64 parsecs}}"))
                .isEqualTo(
                        "the configuration cannot be used: tailrace.log.segment-bytes is '64"
                                + " parsecs'; accepted is a number of bytes, with K, M, G or T,"
                                + " such as 64M");
    }

    @Test
    void aCertificateThatIsNotThereIsNamed() {
        String missing = folder.resolve("none.pem").toString();
        String store = "quarkus.tls.key-store.pem.main.";
        Map<String, String> keys = Map.of(store + "cert", missing, store + "key", missing);
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .addDefaultInterceptors()
                        .withMapping(TlsConfig.class)
                        .withSources(new PropertiesConfigSource(keys, "test", ORDINAL))
                        .build();
        TlsBucketConfig own =
                config.getConfigMapping(TlsConfig.class).defaultCertificateConfig().orElseThrow();
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(
                            said(
                                    catchThrowable(() ->
                                            PemKeyStores.verifyPEMKeyStore(
                                                    own.keyStore().orElseThrow(), vertx, "main"))))
                    .startsWith("quarkus.tls: ")
                    .contains(missing);
        } finally {
            outcome(vertx.close().toCompletionStage());
        }
    }
}
