package io.mxfail.adapter.google;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;

import java.util.ArrayList;
import java.util.List;

/// The custom role for a profile at Google Cloud DNS.
public final class GooglePolicy {
    private GooglePolicy() {}

    /// As `gcloud iam roles create --file` takes it.
    public static AccessPolicy of(ProviderConfig config) {
        var permissions =
                new ArrayList<>(
                        List.of(
                                "dns.changes.create",
                                "dns.changes.get",
                                "dns.resourceRecordSets.create",
                                "dns.resourceRecordSets.delete",
                                "dns.resourceRecordSets.list",
                                "dns.resourceRecordSets.update",
                                "dns.managedZones.get"));
        if (config.text("managed-zone").isEmpty()) {
            permissions.add("dns.managedZones.list");
        }
        var text = new StringBuilder("title: mxfail\nstage: GA\nincludedPermissions:\n");
        permissions.forEach(permission -> text.append("- ").append(permission).append('\n'));
        return new AccessPolicy(
                "custom role",
                text.toString(),
                List.of(
                        "gcloud iam roles create mxfail --project="
                                + config.text("project").orElse("PROJECT")
                                + " --file=THIS-FILE, then grant it to the service account on the"
                                + " managed zone alone.",
                        "Google cannot narrow it to names or types.",
                        "With `managed-zone` in the profile, dns.managedZones.list is not"
                                + " needed."));
    }
}
