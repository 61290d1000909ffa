package io.mxfail.app;

import io.mxfail.core.plan.ProviderFacts;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import java.util.List;
import java.util.Locale;

/// The types of provider that come with mxfail; opens none of them.
public final class ProviderCatalogue {
    private final World world;

    public ProviderCatalogue(World world) {
        this.world = world;
    }

    /// Every type.
    public List<ProviderFacts> all() {
        return world.providers().descriptions().stream().map(ProviderCatalogue::facts).toList();
    }

    /// One type.
    public ProviderFacts one(String type) throws CommandFailure {
        return all().stream()
                .filter(facts -> facts.type().equals(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandFailure.usage(
                                        "no adapter called `"
                                                + type
                                                + "` comes with mxfail; there are "
                                                + String.join(
                                                        ", ",
                                                        all().stream()
                                                                .map(ProviderFacts::type)
                                                                .toList())));
    }

    private static ProviderFacts facts(ProviderDescription description) {
        ProviderDescription.Traits traits = description.traits();
        return new ProviderFacts(
                description.type(),
                description.summary(),
                options(description.options()),
                new ProviderFacts.Manner(
                        traits.capabilities(), traits.credentials(), traits.experimental()));
    }

    private static List<ProviderFacts.Option> options(List<OptionSpec> specs) {
        return specs.stream()
                .map(
                        spec ->
                                new ProviderFacts.Option(
                                        spec.name(),
                                        spec.kind().name().toLowerCase(Locale.ROOT),
                                        spec.required(),
                                        options(spec.nested()),
                                        spec.help()))
                .toList();
    }
}
