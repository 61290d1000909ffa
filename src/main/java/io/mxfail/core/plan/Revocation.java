package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes away, in a breach, what only the quarantined site stands behind.
///
/// A DKIM key is not deleted but revoked by an empty `p=` (RFC 6376, section 3.6.1): the two
/// mean the same to verifiers, and the gravestone keeps the selector from being used again.
final class Revocation {
    private static final String REVOKED = "v=DKIM1; p=";

    private Revocation() {}

    static List<Change> of(Claim claim, Observed observed, long ttl) {
        var changes = new ArrayList<Change>();
        for (Change.Place place : claim.places()) {
            RecordKey key = place.key();
            Optional<RecordSet> live = Planner.live(place, observed);
            if (live.isEmpty()) {
                continue;
            }
            if (place.tag().filter(TxtTag.DKIM::equals).isPresent()) {
                RecordSet revoked =
                        new RecordSet(
                                key,
                                live.get().ttl(),
                                List.of(TxtText.record(key.name(), 0, REVOKED)));
                if (!ChangeState.sameStrings(live.get(), revoked)) {
                    changes.add(
                            new Change(
                                    ChangeClass.SUBTRACTIVE,
                                    key,
                                    place.tag(),
                                    live,
                                    Optional.of(revoked)));
                }
                continue;
            }
            changes.add(
                    new Change(ChangeClass.SUBTRACTIVE, key, place.tag(), live, Optional.empty()));
            if (key.type() == Type.CNAME && isSelector(key)) {
                RecordKey txt = new RecordKey(key.name(), Type.TXT);
                RecordSet revoked =
                        new RecordSet(txt, ttl, List.of(TxtText.record(key.name(), 0, REVOKED)));
                changes.add(
                        new Change(
                                ChangeClass.SUBTRACTIVE,
                                txt,
                                Optional.of(TxtTag.DKIM),
                                Optional.empty(),
                                Optional.of(revoked)));
            }
        }
        return changes;
    }

    private static boolean isSelector(RecordKey key) {
        return TxtTag.of(key.name(), "").equals(TxtTag.DKIM);
    }
}
