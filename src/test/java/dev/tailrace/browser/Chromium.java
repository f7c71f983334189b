package dev.tailrace.browser;

import static dev.tailrace.Waiting.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window. All that it keeps is in one folder. */
public final class Chromium implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");

    private static final int GRACE_SECONDS = 10;

    /** Nothing that talks to the world or slows what is not seen; scroll bars are drawn. */
    private static final List<String> COMMAND =
            List.of(
                    "chromium",
                    "--headless",
                    "--remote-debugging-port=0",
                    "--no-first-run",
                    "--no-default-browser-check",
                    "--disable-gpu",
                    "--disable-sync",
                    "--disable-extensions",
                    "--disable-component-update",
                    "--disable-background-networking",
                    "--disable-default-apps",
                    "--disable-breakpad",
                    "--disable-dev-shm-usage",
                    "--disable-backgrounding-occluded-windows",
                    "--disable-renderer-backgrounding",
                    "--disable-background-timer-throttling",
                    "--disable-features=Translate,OptimizationHints,MediaRouter",
                    "--password-store=basic",
                    "--use-mock-keychain",
                    "--force-color-profile=srgb",
                    "--process-per-site",
                    "--lang=en-GB");

    private final Process process;
    private final Path errors;
    private final DevTools tools;
    private final List<Tab> tabs = new ArrayList<>();
    private int next;

    public Chromium(Path folder) {
        try {
            errors = Files.createTempFile(folder, "chromium", "");
            process = start(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("it has ended: " + said());
            }
            return ADDRESS.matcher(said()).find();
        });
        MatchResult address = ADDRESS.matcher(said()).results().findFirst().orElseThrow();
        tools = new DevTools(URI.create(address.group(1)));
    }

    private Process start(Path folder) throws IOException {
        List<String> command = new ArrayList<>(COMMAND);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.add("--user-data-dir=" + folder.resolve("profile"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TZ", "Europe/Berlin");
        return builder.start();
    }

    private String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first tab, and further ones, which are seen: with nothing in them. */
    public Tab tab() {
        if (next < tabs.size()) {
            return tabs.get(next++);
        }
        String target =
                tools.ask("Target.createTarget", Map.of("url", "about:blank", "newWindow", true))
                        .get("targetId")
                        .asText();
        String session =
                tools.ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .get("sessionId")
                        .asText();
        Tab tab = new Tab(tools, target, session);
        tabs.add(tab);
        next++;
        return tab;
    }

    /**
     * Empties the first tab and closes the others; returns what their pages have complained about.
     */
    public List<String> closeTabs() {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < next; i++) {
            complaints.addAll(tabs.get(i).complaints());
        }
        while (tabs.size() > 1) {
            tools.ask("Target.closeTarget", Map.of("targetId", tabs.removeLast().target()));
        }
        tabs.forEach(Tab::empty);
        next = 0;
        return complaints;
    }

    /** Pages of that address may read what has been copied. */
    public void allowClipboard(String address) {
        tools.ask(
                "Browser.grantPermissions",
                Map.of(
                        "origin", URI.create(address).resolve("/").toString(),
                        "permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    /** Files that are downloaded from now on are saved there. */
    public void saveDownloads(Path folder) {
        tools.ask(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** CPU time of the browser's processes so far, in seconds. */
    public double cpuSeconds() {
        return processes()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .mapToDouble(each -> each.toNanos() / 1e9)
                .sum();
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        List<ProcessHandle> all = processes().toList();
        tools.ask("Browser.close", Map.of());
        tools.close();
        CompletableFuture.allOf(
                        all.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
