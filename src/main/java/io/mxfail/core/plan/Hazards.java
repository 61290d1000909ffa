package io.mxfail.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges a domain's changes over the mixtures of old and new answers that caches hold until old
/// TTLs run out.
///
/// Where the site being left takes the mail, keeps its authority, and the SPF record names the new
/// senders already, every mixture is fine and there is no hazard. Otherwise each cached answer that
/// leads mail astray is named once, whether it was served until now or until an earlier write
/// ([Remembered]):
///
/// - `OLD-MX-CACHED`: the old MX leads to a site that does not take the mail, or must not.
/// - `OLD-ADDRESS-CACHED`: so does the old address of a name that stays in use.
/// - `NEGATIVE-CACHED`: a name that mail or applications are sent to now was missing before.
/// - `OLD-SPF-CACHED`: the old SPF record does not name the new senders, or still names those that
///   lose their authority.
/// - `OLD-MTASTS-CACHED`: senders that remember the former MTA-STS policy do not see its new id.
/// - `FIRST-SPF`: senders that nobody named before become softfail.
/// - `CNAME-SWAP-GAP`: between two writes a name has neither its old nor its new data.
/// - `TLSA-MIXED`: TLSA records and certificates of different times meet ([TlsaHazards]).
public final class Hazards {
    private Hazards() {}

    /// What matters beside the changes.
    ///
    /// @param left what the site being left does with mail that still comes to it
    /// @param revoked whether that site must lose its authority, so that mail must not go there
    /// @param negativeTtl seconds for which resolvers may remember that a name was missing
    /// @param capabilities of the weakest provider
    /// @param unsigned whether it is known that nobody can validate what the zone says, so that
    ///   senders pass over its TLSA records
    public record Setting(
            Reception left,
            boolean revoked,
            long negativeTtl,
            Capabilities capabilities,
            boolean unsigned) {
        /// Of a zone that is signed, or of which nobody tells.
        public Setting(
                Reception left, boolean revoked, long negativeTtl, Capabilities capabilities) {
            this(left, revoked, negativeTtl, capabilities, false);
        }
    }

    /// The hazards of one domain, as far as its own records tell.
    ///
    /// @param transition of the plan's changes
    public static List<Hazard> of(DomainPlan plan, Transition transition, Setting setting) {
        return of(plan, transition, setting, Optional.empty());
    }

    /// The hazards of one domain.
    ///
    /// @param transition of the plan's changes
    /// @param moments at which senders are evaluated; empty: nobody can be asked
    public static List<Hazard> of(
            DomainPlan plan, Transition transition, Setting setting, Optional<Moments> moments) {
        var ends = new Ends(plan, transition);
        return Stream.of(
                        RouteHazards.of(ends, setting),
                        AddressHazards.of(ends, setting),
                        AbsenceHazards.of(ends, setting),
                        SpfHazards.of(ends, moments),
                        PolicyHazards.of(ends),
                        SwapHazards.of(ends, setting),
                        TlsaHazards.of(plan, transition, setting))
                .flatMap(List::stream)
                .toList();
    }
}
