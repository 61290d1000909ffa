package io.mxfail.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Why a file that the operator named could not be used, in words: Java's own messages often are
/// a bare path.
final class FileTrouble {
    private FileTrouble() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "it is not UTF-8";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default ->
                    Optional.ofNullable(e.getMessage())
                            .orElseGet(() -> e.getClass().getSimpleName());
        };
    }
}
