package io.mxfail.adapter.journal;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why a file could not be used, for people: Java's own messages often are a bare path.
final class Causes {
    private Causes() {}

    static String of(Throwable e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "not a folder";
            case NoSuchFileException _ -> "no such file or folder, and it cannot be made";
            case FileAlreadyExistsException _ -> "a file stands where a folder should be";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default ->
                    Optional.ofNullable(e.getMessage())
                            .orElseGet(() -> e.getClass().getSimpleName());
        };
    }
}
