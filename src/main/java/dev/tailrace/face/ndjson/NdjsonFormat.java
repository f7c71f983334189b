package dev.tailrace.face.ndjson;

import dev.tailrace.face.Wire;
import dev.tailrace.face.WireFormat;
import dev.tailrace.model.Epoch;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code application/x-ndjson}. */
@Singleton
public final class NdjsonFormat implements WireFormat {
    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    /** Nobody has registered a type: these are in use, and JSON is what the lines are. */
    @Override
    public List<String> aliases() {
        return List.of("application/ndjson", "application/jsonl", "application/json");
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Wire open(Epoch epoch, Options options) {
        return new NdjsonWire(options.filter(), false);
    }

    @Override
    public Wire openSeveral(Options options) {
        return new NdjsonWire(options.filter(), true);
    }
}
