package dev.tailrace.log;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** There is a folder, a FIFO or the like where a regular file is to be. */
public final class NotAFileException extends FileSystemException {
    private static final long serialVersionUID = 1;

    public NotAFileException(Path path) {
        super(path.toString(), null, "Not a regular file");
    }
}
