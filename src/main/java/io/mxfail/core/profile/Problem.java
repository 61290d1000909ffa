package io.mxfail.core.profile;

import java.util.Optional;

/// Wrong input at a place: what was found, and what would be right.
///
/// @param file as the user would name it
/// @param line from 1; 0 where the whole file is meant
/// @param column from 1; 0 where the whole line is meant
/// @param severity whether it stops the work
public record Problem(
        String file,
        int line,
        int column,
        Severity severity,
        String message,
        Optional<String> fix) {

    /// How bad a problem is.
    public enum Severity {
        /// the profile cannot be used
        ERROR,
        /// usable, and likely to hurt
        WARNING,
        /// fine as far as it goes, but still to be filled in: no command that plans or changes
        /// something works on it
        PLACEHOLDER
    }

    /// `file:line:column`, as far as it is known.
    public String place() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
