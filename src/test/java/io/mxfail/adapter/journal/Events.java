package io.mxfail.adapter.journal;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Events of a run that does nothing.
final class Events {
    static final String RUN = "20261124T030531Z-7f3c9a";

    private Events() {}

    static JournalEvent started(String run) {
        return new JournalEvent.Started(
                at(0),
                new RunHeader(
                        run, "switch", "op@host", Optional.of("fire"), List.of(), Optional.empty()),
                new Plan("acme", "backup", Mode.EMERGENCY, List.of(), List.of()));
    }

    static JournalEvent event(int number) {
        return new JournalEvent.TakenUp(at(number), "op@host", "resume " + number);
    }

    private static Instant at(int number) {
        return Instant.parse("2026-11-24T03:05:31Z").plusSeconds(number);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new AssertionError(e);
        }
    }
}
