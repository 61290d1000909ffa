package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.ProviderCatalogue;
import io.mxfail.core.plan.ProviderFacts;
import io.mxfail.view.Json;
import io.mxfail.view.ProvidersText;

import picocli.CommandLine;

import java.util.List;
import java.util.Optional;

/// Lists the types of provider.
@CommandLine.Command(
        description =
                "Lists the types of provider, how each can fail, and what it needs. `providers"
                        + " check` tries those of a profile, `providers policy` prints the rights"
                        + " they must grant.")
final class ProvidersCommand implements Command {
    @CommandLine.Mixin private Shown shown = new Shown();

    @CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "TYPE",
            description = "One type, with all its options.")
    private Optional<String> type = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure {
        var catalogue =
                new ProviderCatalogue(platform.factory().world(Optional.empty(), Optional.empty()));
        List<ProviderFacts> providers =
                type.isPresent() ? List.of(catalogue.one(type.get())) : catalogue.all();
        if (wantsJson()) {
            platform.out().print(Json.providers(providers, platform.version()));
        } else if (type.isPresent()) {
            platform.out().print(ProvidersText.one(providers.getFirst()));
        } else {
            platform.out().print(ProvidersText.table(providers));
        }
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}
