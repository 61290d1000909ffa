package io.mxfail.adapter.cloudflare;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.List;

/// The API token for a profile.
public final class CloudflarePolicy {
    private CloudflarePolicy() {}

    /// As the page that makes tokens asks for it.
    public static AccessPolicy of(ProviderConfig config, WriteScope scope) {
        boolean byId = config.text("zone-id").isPresent();
        String zones =
                String.join(
                        ", ",
                        scope.zones().keySet().stream()
                                .map((Name zone) -> zone.toString(true))
                                .toList());
        String text =
                "Permissions\n  Zone | DNS | Edit\n"
                        + (byId ? "" : "  Zone | Zone | Read\n")
                        + "Zone Resources\n  Include | Specific zone | "
                        + zones
                        + "\n";
        return new AccessPolicy(
                "API token (My Profile, API Tokens, Create Custom Token)",
                text,
                List.of(
                        byId
                                ? "`zone-id` is given, so that Zone Read is not needed."
                                : "With `zone-id` in the profile, Zone Read is not needed.",
                        "Cloudflare cannot narrow a token to names or types: it may write every"
                                + " record of the zone.",
                        "Limit the token to the addresses of your operators' machines, and let it"
                                + " expire.",
                        "The global API key is refused."));
    }
}
