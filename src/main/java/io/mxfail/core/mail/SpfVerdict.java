package io.mxfail.core.mail;

import java.util.Optional;

/// The outcome of one evaluation of SPF.
///
/// @param result what a receiver concludes
/// @param matched the directive that decided, as written; empty where none did
/// @param explanation the text of `exp=` for a failing client, macros filled in
/// @param reason why there is an error or no result, one line for people; empty where a directive
///   decided
/// @param lookups DNS-querying terms that were evaluated, at most one more than the limit of ten
/// @param voidLookups queries of terms that gave no record
public record SpfVerdict(
        SpfResult result,
        Optional<String> matched,
        Optional<String> explanation,
        Optional<String> reason,
        int lookups,
        int voidLookups) {}
