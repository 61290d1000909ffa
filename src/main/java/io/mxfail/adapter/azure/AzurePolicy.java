package io.mxfail.adapter.azure;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.format.Json;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The custom role for a profile at Azure DNS.
public final class AzurePolicy {
    private static final String ZONES = "Microsoft.Network/dnsZones/";

    private AzurePolicy() {}

    /// As `az role definition create --role-definition` takes it.
    public static AccessPolicy of(ProviderConfig config, WriteScope scope) {
        var actions = new ArrayList<String>();
        actions.add(ZONES + "read");
        for (String type : scope.types()) {
            for (String action : List.of("read", "write", "delete")) {
                actions.add(ZONES + type + "/" + action);
            }
        }
        String group =
                "/subscriptions/"
                        + config.text("subscription").orElse("SUBSCRIPTION")
                        + "/resourceGroups/"
                        + config.text("resource-group").orElse("RESOURCE-GROUP");
        List<String> scopes =
                scope.zones().keySet().stream()
                        .map(
                                zone ->
                                        group
                                                + "/providers/Microsoft.Network/dnsZones/"
                                                + zone.toString(true))
                        .toList();
        var role = new LinkedHashMap<String, Object>();
        role.put("Name", "mxfail");
        role.put("Description", "Writes the mail records of one profile");
        role.put("Actions", actions);
        role.put("AssignableScopes", List.of(group));
        return new AccessPolicy(
                "custom role",
                Json.pretty(role),
                List.of(
                        "Assign it to the application on each zone alone: "
                                + String.join(", ", scopes),
                        "A role can be assigned on single record sets too; new ones then cannot be"
                                + " made."));
    }
}
