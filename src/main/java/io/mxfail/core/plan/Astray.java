package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Collects where old data leads mail and applications, with what it means where that is the site
/// being left.
final class Astray {
    private final Ends ends;
    private final Hazards.Setting setting;
    private final List<Hazard> found = new ArrayList<>();

    Astray(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
    }

    List<Hazard> found() {
        return List.copyOf(found);
    }

    /// Old data that leads to the site being left is a hazard unless that site takes the mail and
    /// may have it.
    void toTheSiteLeft(String id, String who, Reception left, long ttl, List<RecordKey> sets) {
        String where = who + left();
        switch (left) {
            case TAKES -> {
                if (setting.revoked()) {
                    add(
                            id,
                            where + ", which must not have their mail any more",
                            Hazard.Effect.DOWNGRADE,
                            ttl,
                            sets);
                }
            }
            case DEFERS -> add(id, where, Hazard.Effect.DELAY, ttl, sets);
            case RETURNS ->
                    add(id, where + ", which returns their mail", Hazard.Effect.REJECT, ttl, sets);
            case UNKNOWN ->
                    add(
                            id,
                            where + ", and nothing shows that it takes their mail",
                            Hazard.Effect.DELAY,
                            ttl,
                            sets);
        }
    }

    /// Who gets the mail that old data leads astray: the site, or hosts that are no one site's.
    private String left() {
        String from = ends.plan().from();
        return ends.transition().view().sites().containsKey(from) || ends.hostsBefore().isEmpty()
                ? from
                : ends.hostsBefore().stream().map(Name::toString).collect(Collectors.joining(", "));
    }

    void add(String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(ends.hazard(id, who, effect, seconds, sets));
    }
}
