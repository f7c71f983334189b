package dev.tailrace.hub.stream;

import java.nio.file.Path;

/** Another gateway, as far as its data folder is concerned. */
final class DataFolderProgram {
    private DataFolderProgram() {}

    public static void main(String... args) {
        try {
            DataFolder.take(Path.of(args[0]), DataInUse.REFUSE);
        } catch (HubException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
