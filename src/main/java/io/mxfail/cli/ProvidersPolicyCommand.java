package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.ProviderPolicies;
import io.mxfail.view.ProviderAccess;

import picocli.CommandLine;

import java.util.Optional;

/// Prints the least right that a profile's providers must grant.
@CommandLine.Command(
        description =
                "Prints the least right that the providers of a profile must grant, in their own"
                        + " languages. Asks nobody. Exit: 0, 2 usage or profile error.")
final class ProvidersPolicyCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @Override
    public int run(Platform platform) throws CommandFailure {
        ProviderPolicies.Report report =
                new ProviderPolicies(platform.factory().world(common.folder, common.state))
                        .run(common.selection());
        platform.out()
                .print(
                        wantsJson()
                                ? ProviderAccess.policiesJson(report, platform.version()) + "\n"
                                : ProviderAccess.policies(report));
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
