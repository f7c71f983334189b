package dev.tailrace.browser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A key, pressed and let go. */
record Key(String key, int code, int modifiers) {
    private static final int CONTROL = 2;
    private static final int SHIFT = 8;

    /** What Windows calls them, which Chromium does on every system. */
    private static final Map<String, Integer> CODES =
            Map.ofEntries(
                    Map.entry("Tab", 9),
                    Map.entry("Enter", 13),
                    Map.entry("Escape", 27),
                    Map.entry(" ", 32),
                    Map.entry("PageUp", 33),
                    Map.entry("PageDown", 34),
                    Map.entry("End", 35),
                    Map.entry("Home", 36),
                    Map.entry("ArrowLeft", 37),
                    Map.entry("ArrowUp", 38),
                    Map.entry("ArrowRight", 39),
                    Map.entry("ArrowDown", 40));

    static Key of(String name) {
        if (name.startsWith("Control+")) {
            Key key = of(name.substring("Control+".length()));
            return new Key(key.key, key.code, key.modifiers | CONTROL);
        }
        if (name.startsWith("Shift+")) {
            Key key = of(name.substring("Shift+".length()));
            return new Key(key.key, key.code, key.modifiers | SHIFT);
        }
        char first = Character.toUpperCase(name.charAt(0));
        // Codes of other characters are those of other keys.
        int code = Character.isLetterOrDigit(first) ? first : 0;
        return new Key(name, CODES.getOrDefault(name, code), 0);
    }

    List<Map<String, Object>> strokes() {
        Map<String, Object> down = new HashMap<>(stroke("rawKeyDown"));
        String text =
                key.equals("Enter") ? "\r" : key.length() == 1 && modifiers != CONTROL ? key : "";
        if (!text.isEmpty()) {
            down.put("type", "keyDown");
            down.put("text", text);
        }
        if (modifiers == CONTROL && key.equals("c")) {
            down.put("commands", List.of("copy"));
        }
        return List.of(down, stroke("keyUp"));
    }

    private Map<String, Object> stroke(String type) {
        return Map.of(
                "type", type, "key", key, "windowsVirtualKeyCode", code, "modifiers", modifiers);
    }
}
