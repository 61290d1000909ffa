package io.mxfail.core.journal;

import java.util.List;
import java.util.Optional;

/// Who began a run, how and why.
///
/// @param run `<UTC compact>-<6 hex>`, such as `20261124T030531Z-7f3c9a`
/// @param command the command, such as `switch`
/// @param operator the user, as `NAME@HOST`
/// @param reason what the operator gave with `--reason`
/// @param accepted the findings accepted, each with the number it covered, such as
///   `RCPT-SAMPLE (2)`
/// @param reverts the run that this one takes back, for `undo`
public record RunHeader(
        String run,
        String command,
        String operator,
        Optional<String> reason,
        List<String> accepted,
        Optional<String> reverts) {
    public RunHeader {
        accepted = List.copyOf(accepted);
    }
}
