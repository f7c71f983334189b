package dev.tailrace.user;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = getClass().getPackage().getImplementationVersion();
        return new String[] {
            "tailrace " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version()
        };
    }
}
