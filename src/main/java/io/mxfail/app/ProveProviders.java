package io.mxfail.app;

import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Shows, without changing a record, that a profile's providers know their keys, have the zones and
/// let these keys write.
public final class ProveProviders {
    private static final int AT_ONCE = 16;

    private final World world;
    private final Progress progress;

    public ProveProviders(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /// What one provider showed for one zone.
    ///
    /// @param zone the domain, where its zone was not found
    /// @param steps in the order in which they were tried
    public record Entry(
            String profile, String provider, String zone, State state, List<Step> steps) {
        public Entry {
            steps = List.copyOf(steps);
        }

        private static Entry of(String profile, DnsProvider provider, Name zone, Proof proof) {
            return new Entry(
                    profile,
                    provider.identity(),
                    zone.toString(),
                    State.valueOf(proof.state().name()),
                    proof.steps().stream().map(Step::of).toList());
        }
    }

    /// One claim and what became of it.
    ///
    /// @param subject credentials, zone or write
    public record Step(String subject, State state, String detail) {
        private static Step of(Proof.Step step) {
            return new Step(
                    step.subject().name().toLowerCase(Locale.ROOT),
                    State.valueOf(step.state().name()),
                    step.detail());
        }
    }

    /// What became of a claim: shown, refused, or not to be told without a change.
    public enum State {
        PROVEN,
        REFUSED,
        OPEN
    }

    /// Tries every provider of every chosen profile; one that fails hides no other.
    public List<Entry> run(Selection selection) throws CommandFailure, InterruptedException {
        var entries = new ArrayList<Entry>();
        for (Selection.Chosen chosen : selection.observed(world.profiles())) {
            try (Accounts accounts = Accounts.open(world, chosen.profile())) {
                for (DnsProvider provider : accounts.all()) {
                    progress.live("asking " + provider.identity());
                    entries.addAll(proofs(chosen, provider));
                }
            }
        }
        return List.copyOf(entries);
    }

    private static List<Entry> proofs(Selection.Chosen chosen, DnsProvider provider)
            throws CommandFailure, InterruptedException {
        var views = new ArrayList<DomainView>();
        var entries = new ArrayList<Entry>();
        for (MailDomain domain : chosen.domains()) {
            try {
                Name zone =
                        domain.zone().isPresent()
                                ? domain.zone().get()
                                : provider.zoneOf(domain.name());
                views.add(LiveZones.view(chosen.profile(), domain, zone));
            } catch (ProviderException e) {
                entries.add(
                        Entry.of(
                                chosen.profile().name(), provider, domain.name(), Proof.unread(e)));
            }
        }
        WriteScope scope = WriteScopes.of(views);
        entries.addAll(
                Parallel.map(
                        scope.zones().entrySet(),
                        AT_ONCE,
                        zone ->
                                Entry.of(
                                        chosen.profile().name(),
                                        provider,
                                        zone.getKey(),
                                        provider.prove(zone.getKey(), zone.getValue()))));
        return entries;
    }
}
