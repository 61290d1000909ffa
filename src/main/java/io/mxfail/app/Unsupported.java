package io.mxfail.app;

import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Profile;

import java.util.ArrayList;
import java.util.List;

/// Refuses to change anything for a profile that asks for a safeguard which this version does
/// not have
/// yet: to leave it out silently would be worse than to stop.
final class Unsupported {
    private Unsupported() {}

    static void check(Profile profile) throws CommandFailure {
        var missing = new ArrayList<String>();
        if (profile.policies().mtaSts() == Policies.MtaSts.BUMP) {
            missing.add("mta-sts: {policy: bump}");
        }
        refuse(profile, List.copyOf(missing));
    }

    private static void refuse(Profile profile, List<String> missing) throws CommandFailure {
        if (!missing.isEmpty()) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + " relies on "
                            + String.join(", ", missing)
                            + ", which this version only validates; take it out of "
                            + profile.about().file()
                            + " to switch without it");
        }
    }
}
