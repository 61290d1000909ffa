package io.mxfail.app;

import io.mxfail.core.journal.RunState;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.plan.Change;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a run has done to a zone at a provider before it was taken up again.
///
/// @param writes how many were announced
/// @param inDoubt the last one whose effect nobody knows
/// @param unclear those in doubt, and those that were seen to break off half-way
record Past(int writes, Optional<WriteId> inDoubt, Map<WriteId, List<Change>> unclear) {
    static final Past NONE = new Past(0, Optional.empty(), Map.of());

    static Past of(RunState run, Name zone, String provider) {
        List<WriteId> announced =
                run.writes().keySet().stream()
                        .filter(id -> id.zone().equals(zone))
                        .filter(id -> id.provider().equals(provider))
                        .toList();
        return new Past(
                announced.size(),
                announced.stream()
                        .filter(
                                id ->
                                        Objects.requireNonNull(run.writes().get(id)).effect()
                                                == RunState.Effect.IN_DOUBT)
                        .reduce((_, last) -> last),
                unclearOf(run, announced));
    }

    private static Map<WriteId, List<Change>> unclearOf(RunState run, List<WriteId> announced) {
        var unclear = new LinkedHashMap<WriteId, List<Change>>();
        for (WriteId id : announced) {
            RunState.Written written = Objects.requireNonNull(run.writes().get(id));
            switch (written.effect()) {
                case IN_DOUBT, PARTLY -> unclear.put(id, written.changes());
                case APPLIED, NOT_APPLIED -> {}
            }
        }
        return unclear;
    }
}
