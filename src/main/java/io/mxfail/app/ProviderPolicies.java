package io.mxfail.app;

import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes down the least right that each provider of a profile must grant; asks nobody and needs
/// no secret.
public final class ProviderPolicies {
    private final World world;

    public ProviderPolicies(World world) {
        this.world = world;
    }

    /// The right for one provider of a profile, in that provider's own language.
    ///
    /// @param title what the text is; empty where the adapter cannot say
    public record Entry(
            String profile, String type, String title, String text, List<String> notes) {
        public Entry {
            notes = List.copyOf(notes);
        }
    }

    /// The rights for the providers of the chosen profiles.
    ///
    /// @param assumed domains whose zone was taken to be the domain itself, since the profile does
    ///     not name it
    public record Report(List<Entry> entries, List<String> assumed) {
        public Report {
            entries = List.copyOf(entries);
            assumed = List.copyOf(assumed);
        }
    }

    /// For every chosen profile, without the network.
    public Report run(Selection selection) throws CommandFailure {
        var entries = new ArrayList<Entry>();
        var assumed = new ArrayList<String>();
        for (Selection.Chosen chosen : selection.observed(world.profiles())) {
            var views = new ArrayList<DomainView>();
            for (MailDomain domain : chosen.domains()) {
                if (domain.zone().isEmpty()) {
                    assumed.add(domain.name().toString());
                }
                views.add(LiveZones.view(chosen.profile(), domain, domain.assumedZone()));
            }
            WriteScope scope = WriteScopes.of(views);
            for (ProviderConfig config : chosen.profile().providers()) {
                entries.add(entry(chosen.profile().name(), config, scope));
            }
        }
        return new Report(entries, assumed);
    }

    private Entry entry(String profile, ProviderConfig config, WriteScope scope) {
        Optional<AccessPolicy> policy = world.providers().policy(config, scope);
        return policy.map(p -> new Entry(profile, config.type(), p.title(), p.text(), p.notes()))
                .orElseGet(
                        () ->
                                new Entry(
                                        profile,
                                        config.type(),
                                        "",
                                        "",
                                        List.of(
                                                "This adapter cannot say what it needs; see its"
                                                        + " own documentation.")));
    }
}
