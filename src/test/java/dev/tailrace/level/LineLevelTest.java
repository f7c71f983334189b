package dev.tailrace.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineLevelTest {
    /** A program, or what writes like it; its line; the level. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " ~ ",
            quoteCharacter = '^',
            textBlock =
                    """
                    zap         ~ {"level":"warn","ts":1700000000.1,"msg":"slow"}                    ~ warn
                    zerolog     ~ {"level":"error","time":"2026-11-20T04:00:00Z","message":"x"}      ~ error
                    pino        ~ {"level":50,"time":1700000000000,"pid":1,"msg":"x"}                ~ error
                    pino trace  ~ {"level":10,"msg":"x"}                                             ~ trace
                    pino own    ~ {"level":35,"msg":"x"}                                             ~ info
                    bunyan      ~ {"name":"a","hostname":"h","pid":1,"level":60,"msg":"x","v":0}     ~ fatal
                    logstash    ~ {"@timestamp":"t","message":"a \\"level\\":1 b","level":"DEBUG"}   ~ debug
                    ECS         ~ {"@timestamp":"2026","log.level":"ERROR","message":"x"}            ~ error
                    GCP         ~ {"severity":"CRITICAL","message":"x"}                              ~ fatal
                    GCP notice  ~ {"message":"x","severity":"NOTICE"}                                ~ info
                    GELF        ~ {"version":"1.1","short_message":"x","level":4}                    ~ warn
                    python      ~ {"message":"x","levelname":"WARNING"}                              ~ warn
                    Serilog     ~ {"@t":"2026","@mt":"x","@l":"Fatal"}                               ~ fatal
                    blanks      ~ { "a" : [1, {"level": "info"}], "lvl" : "eror" }                   ~ error
                    cut off     ~ {"level":"info","msg":"and so on                                   ~ info
                    go-kit      ~ ts=2026-11-20T04:00:00Z caller=main.go:1 level=warn msg="x"        ~ warn
                    log15       ~ t=2026-11-20 lvl=eror msg=x                                        ~ error
                    slog        ~ time=2026-11-20T04:00:00Z level=INFO msg=x                         ~ info
                    quoted      ~ level="debug" msg=x                                                ~ debug
                    dotted      ~ a=b log.level=fatal                                                ~ fatal
                    systemd     ~ <3>cannot open                                                     ~ error
                    RFC 5424    ~ <165>1 2026-11-20T04:00:00Z host app - - - started                 ~ info
                    klog        ~ E0102 15:04:05.678901       1 main.go:10] failed                   ~ error
                    klog warn   ~ W0102 15:04:05.678901       1 main.go:10] failed                   ~ warn
                    glog        ~ F20261120 15:04:05.678901  1 main.cc:10] failed                    ~ fatal
                    logback     ~ 12:00:00.123 [main] WARN  c.e.Foo - error: slow                    ~ warn
                    Spring Boot ~ 2026-11-20T04:00:00.123Z ERROR 1 --- [main] c.e.Foo : x            ~ error
                    padded      ~ ^ INFO 12:00:00 [main] x^                                          ~ info
                    log4j       ~ [2026-11-20 04:00:00,123] INFO [KafkaServer id=0] started          ~ info
                    Elastic     ~ [2026-11-20T04:00:00,123][WARN ][o.e.n.Node] [n1] x                ~ warn
                    Laravel     ~ [2026-11-20 04:00:00] local.ERROR: x                               ~ error
                    python      ~ WARNING:root:x                                                     ~ warn
                    python col  ~ 2026-11-20 04:00:00,123 - app.db - ERROR - x                       ~ error
                    loguru      ~ 2026-11-20 04:00:00.123 | SUCCESS  | main:f:1 - ERRORS             ~ none
                    loguru 2    ~ 2026-11-20 04:00:00.123 | DEBUG    | main:f:1 - x                  ~ debug
                    JUL         ~ SEVERE: x                                                          ~ error
                    logrus      ~ FATA[0012] x                                                       ~ fatal
                    nginx       ~ 2026/11/20 04:00:00 [crit] 12#0: *1 open() failed                  ~ fatal
                    Apache      ~ [Fri Nov 20 04:00:00 2026] [core:error] [pid 1] x                  ~ error
                    Envoy       ~ [2026-11-20 04:00:00.123][1][info][main] x                         ~ info
                    MySQL       ~ 2026-11-20T04:00:00.123456Z 0 [Warning] [MY-010068] x              ~ warn
                    MySQL note  ~ 2026-11-20T04:00:00.123456Z 0 [Note] x                             ~ info
                    Serilog     ~ [04:00:00 ERR] x                                                   ~ error
                    env_logger  ~ [2026-11-20T04:00:00Z TRACE app] x                                 ~ trace
                    .NET        ~ fail: Microsoft.AspNetCore[1]                                      ~ error
                    .NET crit   ~ crit: Microsoft.AspNetCore[1]                                      ~ fatal
                    PostgreSQL  ~ 2026-11-20 04:00:00.123 UTC [12] FATAL:  role does not exist       ~ fatal
                    gcc         ~ foo.c:3:1: warning: unused variable                                ~ warn
                    rustc       ~ error[E0308]: mismatched types                                     ~ error
                    Go          ~ panic: runtime error: index out of range                           ~ fatal
                    npm         ~ npm ERR! code ELIFECYCLE                                           ~ error
                    Node        ~ Error: boom                                                        ~ error
                    """)
    void aLineOfEachFormHasItsLevel(String program, String line, String level) {
        assertThat(of(line).text()).isEqualTo(level);
    }

    @Test
    void coloursStandBetweenALevelAndTheRest() {
        assertThat(of("2026-11-20 \u001b[32m INFO\u001b[0m app: x")).isEqualTo(Level.INFO);
        assertThat(of("\u001b[31merror\u001b[39m: x")).isEqualTo(Level.ERROR);
        assertThat(of("\u001b[1;33mWARN\u001b[0m x")).isEqualTo(Level.WARN);
    }

    @Test
    void tabsMayStandAroundALevel() {
        assertThat(of("2026-11-20T04:00:00Z\tinfo\tmain.go:1\tx")).isEqualTo(Level.INFO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Processing...",
                "no errors, info follows",
                "10.0.0.1 - - [20/Nov/2026] \"GET /ERROR?level=error HTTP/1.1\" 200 12",
                "GET /ERROR 404",
                "MAX_ERROR reached",
                "ERRORS 3",
                "the level=high",
                "x.level=warn_me",
                "informatics: x",
                "<192>x",
                "<>ok",
                "E0102 is a part number",
                "I20 12:00",
                "{\"message\":\"level\",\"nested\":{\"level\":\"error\"}}",
                "{\"level\":{\"level\":\"error\"}}",
                "{\"level\":\"high\",\"msg\":\"x\"}",
                "{\"level\":8}",
                "{\"level\":70}",
                "{\"level\":-3}",
                "{\"level\":\"error",
                "{\"level",
                "{",
                "{}",
                "\tat com.example.ERROR(Main.java)",
                "  raise ValueError: warning: x",
                "\u001b[0m",
                "\u001b[",
                "\"ERROR",
            })
    void othersHaveNone(String line) {
        assertThat(of(line)).isEqualTo(Level.NONE);
    }

    @Test
    void whatIsFarFromTheStartIsTheMessages() {
        assertThat(of("x".repeat(PlainLevel.MAX_BYTES - 6) + " ERROR x")).isEqualTo(Level.ERROR);
        assertThat(of("x ".repeat(PlainLevel.MAX_BYTES / 2) + "ERROR x")).isEqualTo(Level.NONE);
        String text = "x".repeat(JsonLevel.MAX_BYTES);
        assertThat(of("{\"msg\":\"" + text + "\",\"level\":\"error\"}")).isEqualTo(Level.NONE);
    }

    @Test
    void aNumberThatIsCutOffIsNoLevel() {
        String before = "{\"msg\":\"" + "x".repeat(JsonLevel.MAX_BYTES - 19) + "\",\"level\":";
        assertThat(of(before + "40}")).isEqualTo(Level.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\tat com.example.Main.main(Main.java:1)",
                "  File \"main.py\", line 1, in <module>",
                "at com.example.Main",
                "Caused by: java.io.IOException: x",
                "... 12 more",
                "Traceback (most recent call last):",
                "java.lang.IllegalStateException: x",
                "ValueError",
                "}",
                "])",
                ")",
            })
    void aLineThatGoesOnWithAnEventIsTold(String line) {
        assertThat(continues(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Processing...", "attempt 1", "Exceptions: 3", "x: ValueError", "{"})
    void aLineThatBeginsAnEventIsTold(String line) {
        assertThat(continues(line)).isFalse();
    }

    @Test
    void anyBytesHaveALevelOrNone() {
        long seed = 20261128;
        Random random = new Random(seed);
        byte[] parts =
                "{}[]<>\":,= \t\\ERORwarn12345level\u001b".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        random.nextInt(20) == 0
                                ? (byte) random.nextInt()
                                : parts[random.nextInt(parts.length)];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            Level part = LineLevel.of(bytes, from, to);
            byte[] alone = Arrays.copyOfRange(bytes, from, to);
            assertThat(part)
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(LineLevel.of(alone, 0, alone.length));
        }
    }

    private static Level of(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return LineLevel.of(bytes, 0, bytes.length);
    }

    private static boolean continues(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return LineLevel.continuesEvent(bytes, 0, bytes.length);
    }
}
