package dev.tailrace.face;

import dev.tailrace.cursor.BoundedPattern;
import dev.tailrace.cursor.RecordFilter;
import dev.tailrace.cursor.Resumption;
import dev.tailrace.face.ndjson.NdjsonFormat;
import dev.tailrace.face.sse.SseFormat;
import dev.tailrace.face.text.TextFormat;
import dev.tailrace.level.LineState;
import dev.tailrace.model.Batch;
import dev.tailrace.model.Ending;
import dev.tailrace.model.Epoch;
import dev.tailrace.model.Gap;
import dev.tailrace.model.GapReason;
import dev.tailrace.model.Origin;
import dev.tailrace.model.Positions;
import dev.tailrace.model.StreamName;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each format writes, byte for byte, of one stream and of several. */
class WireGoldenTest {
    private static final Epoch EPOCH = new Epoch("k3v9x2ab");
    private static final StreamName WEB = new StreamName("web");
    private static final StreamName BILLING = new StreamName("billing");
    private static final Batch RECORDS = Golden.batch(1234, Golden.records());
    private static final RecordFilter ALL =
            new RecordFilter(EnumSet.allOf(Origin.class), null, false);
    private static final RecordFilter NONE =
            new RecordFilter(
                    Set.of(Origin.STDOUT), BoundedPattern.compile("nothing has this"), false);

    /** A record that only a reader of the gateway's own records sees. */
    private static final String UNSEEN = "2026-11-20T04:00:03.000000000Z system F a mark";

    static List<WireFormat> formats() {
        return List.of(new TextFormat(), new NdjsonFormat(), new SseFormat());
    }

    private static WireFormat.Options options(
            RecordFilter filter, boolean timestamps, boolean batch, boolean gaps) {
        return new WireFormat.Options(filter, timestamps, batch, gaps, Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void ofOneStream(WireFormat format) {
        Golden golden = new Golden(format.name() + "-one");
        one(
                golden,
                "as asked for by nothing",
                format,
                options(RecordFilter.LINES, false, false, true));
        one(
                golden,
                "with times, in batches",
                format,
                options(RecordFilter.LINES, true, true, true));
        one(golden, "without gaps, all origins", format, options(ALL, false, false, false));
        one(golden, "all is filtered", format, options(NONE, false, false, true));
        golden.check();
    }

    private void one(Golden golden, String title, WireFormat format, WireFormat.Options options) {
        golden.part(title);
        for (Resumption resumption : Resumption.values()) {
            Wire wire = format.open(EPOCH, options);
            long start = resumption == Resumption.EXACT ? 1234 : 0;
            golden.step("opening, " + resumption.text(), wire.opening(opening(start, resumption)));
        }
        Wire wire = format.open(EPOCH, options);
        wire.opening(opening(1234, Resumption.START));
        golden.step("heartbeat at the start", wire.heartbeat());
        golden.step("records", wire.records(WEB, RECORDS, LineState.NOTHING).bytes());
        golden.step("heartbeat after records", wire.heartbeat());
        golden.step(
                "an unfinished line",
                wire.records(WEB, RECORDS.slice(1, 2), LineState.NOTHING).bytes());
        golden.step("gap", wire.gap(WEB, new Gap(1243, 1249, GapReason.RETENTION)));
        golden.step("gap of one", wire.gap(WEB, new Gap(1250, 1250, GapReason.DISK_FULL)));
        golden.step("heartbeat after a gap", wire.heartbeat());
        Batch unseen = Golden.batch(1251, Collections.nCopies(49, UNSEEN));
        if (!options.filter().accepts(unseen, 0)) {
            wire.records(WEB, unseen, LineState.NOTHING);
            golden.step("heartbeat after what is not shown", wire.heartbeat());
        }
        for (Ending ending : Ending.values()) {
            golden.step("end, " + ending.text(), wire.end(ending));
        }
    }

    private static Wire.Opening opening(long start, Resumption resumption) {
        Positions positions = new Positions();
        positions.add(WEB, EPOCH, start);
        return new Wire.Opening(
                List.of(new Wire.Joined(WEB, EPOCH, 3, 1300, start, resumption)),
                resumption,
                positions);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void ofSeveralStreams(WireFormat format) {
        Golden golden = new Golden(format.name() + "-several");
        several(
                golden,
                "as asked for by nothing",
                format,
                options(RecordFilter.LINES, false, false, true));
        several(golden, "with times, all origins", format, options(ALL, true, true, true));
        several(golden, "without gaps", format, options(RecordFilter.LINES, false, false, false));
        several(golden, "all is filtered", format, options(NONE, false, false, true));
        golden.check();
    }

    private void several(
            Golden golden, String title, WireFormat format, WireFormat.Options options) {
        golden.part(title);
        Wire wire = format.openSeveral(options);
        Positions positions = new Positions();
        int web = positions.add(WEB, EPOCH, 1234);
        Wire.Joined first = new Wire.Joined(WEB, EPOCH, 3, 1300, 1234, Resumption.EXACT);
        golden.step(
                "opening",
                wire.opening(new Wire.Opening(List.of(first), Resumption.EXACT, positions)));
        golden.step("heartbeat at the start", wire.heartbeat());
        Wire.Joined second =
                new Wire.Joined(BILLING, new Epoch("00000001"), 0, 7, 0, Resumption.RESET);
        int billing = positions.add(BILLING, new Epoch("00000001"), 0);
        golden.step("joined", wire.joined(second));
        records(golden, wire, WEB, positions, web, RECORDS);
        records(golden, wire, BILLING, positions, billing, Golden.batch(0, Golden.records()));
        records(golden, wire, WEB, positions, web, RECORDS.slice(1, 2));
        golden.step("gap", wire.gap(BILLING, new Gap(9, 15, GapReason.OVERFLOW)));
        positions.moved(billing, 16);
        golden.step("position", wire.position(true));
        golden.step("heartbeat", wire.heartbeat());
        for (Ending ending : Ending.values()) {
            golden.step("end, " + ending.text(), wire.end(ending));
        }
        golden.step(
                "opening of two, with a reset",
                format.openSeveral(options)
                        .opening(
                                new Wire.Opening(
                                        List.of(first, second), Resumption.RESET, positions)));
    }

    private static void records(
            Golden golden,
            Wire wire,
            StreamName stream,
            Positions positions,
            int place,
            Batch batch) {
        var encoded = wire.records(stream, batch, LineState.NOTHING);
        golden.step("records of " + stream, encoded.bytes());
        positions.moved(place, batch.next());
        golden.step("position", wire.position(encoded.lines() > 0));
        golden.step("heartbeat", wire.heartbeat());
    }
}
