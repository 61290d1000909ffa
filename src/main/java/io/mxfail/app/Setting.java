package io.mxfail.app;

import io.mxfail.core.profile.Profile;
import io.mxfail.port.JournalStore;

import java.time.Instant;

/// What a run is carried out, proved and closed with.
///
/// @param accounts opened for this run, and closed by whoever opened them
/// @param observation what was seen of the world when the plan was made
record Setting(
        World world,
        Profile profile,
        Accounts accounts,
        Progress progress,
        Drafting.Observation observation) {
    JournalStore journal() {
        return world.records().journal();
    }

    Instant now() {
        return world.time().clock().instant();
    }
}
