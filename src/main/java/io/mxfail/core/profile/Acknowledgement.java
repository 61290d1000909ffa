package io.mxfail.core.profile;

import java.time.Instant;
import java.util.Optional;

/// That somebody did an item of a site's checklist.
///
/// @param profile the profile's name
/// @param site whose checklist it stands on
/// @param item the item's id
/// @param at when it was noted
/// @param by who noted it, as `NAME@HOST`
/// @param reason what was done, in the operator's words
public record Acknowledgement(
        String profile, String site, String item, Instant at, String by, Optional<String> reason) {}
