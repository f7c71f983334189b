package dev.tailrace.face.text;

import dev.tailrace.face.Wire;
import dev.tailrace.face.WireFormat;
import dev.tailrace.model.Epoch;
import jakarta.inject.Singleton;

/** {@code text/plain}. */
@Singleton
public final class TextFormat implements WireFormat {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public String contentType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Wire open(Epoch epoch, Options options) {
        return new TextWire(options);
    }

    @Override
    public Wire openSeveral(Options options) {
        return new TextWireOfMany(options);
    }
}
