package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.ProveProviders;
import io.mxfail.view.ProviderAccess;

import picocli.CommandLine;

import java.util.List;
import java.util.Optional;

/// Shows that the providers of a profile let it write, without changing a record.
@CommandLine.Command(
        description =
                "Shows that the providers know their keys, have the zones and let these keys write,"
                        + " without changing a record. Exit: 0 all proven, 1 something cannot be"
                        + " told, 2 refused, 3 usage or profile error.")
final class ProvidersCheckCommand implements Command {
    private static final int OPEN = 1;
    private static final int REFUSED = 2;
    private static final int UNKNOWN = 3;

    @CommandLine.Mixin private Common common = new Common();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        List<ProveProviders.Entry> entries =
                new ProveProviders(platform.factory().world(common.folder, common.state), progress)
                        .run(common.selection());
        Screens.clear(progress);
        platform.out()
                .print(
                        wantsJson()
                                ? ProviderAccess.proofsJson(entries, platform.version()) + "\n"
                                : ProviderAccess.proofs(entries));
        if (has(entries, ProveProviders.State.REFUSED)) {
            return REFUSED;
        }
        return has(entries, ProveProviders.State.OPEN) ? OPEN : 0;
    }

    private static boolean has(List<ProveProviders.Entry> entries, ProveProviders.State state) {
        return entries.stream().anyMatch(entry -> entry.state() == state);
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }

    @Override
    public int failure(int exit) {
        return UNKNOWN;
    }
}
