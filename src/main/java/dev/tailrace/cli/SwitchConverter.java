package dev.tailrace.cli;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the switches of all configuration: SmallRye's own takes for off whatever it does not know
 * as on, {@code yess} too. Any thread.
 */
public final class SwitchConverter implements Converter<Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Boolean convert(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "true", "yes", "y", "on", "1" -> true;
            case "false", "no", "n", "off", "0" -> false;
            default -> throw new IllegalArgumentException("true or false is accepted");
        };
    }
}
