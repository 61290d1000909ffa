package io.mxfail.adapter.powerdns;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.WriteScope;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a PowerDNS server must allow for a profile.
public final class PowerDnsPolicy {
    private PowerDnsPolicy() {}

    /// Settings of the server, and with `cas-via` the zones' metadata.
    public static AccessPolicy of(ProviderConfig config, WriteScope scope) {
        var text = new StringBuilder();
        text.append(
                "# pdns.conf\napi=yes\napi-key=…\nwebserver-allow-from=THE-OPERATORS-MACHINES\n");
        Optional<ProviderConfig> cas = config.group("cas-via");
        if (cas.isPresent()) {
            String key = cas.get().group("tsig").flatMap(t -> t.text("name")).orElse("mxfail-key.");
            String plain = key.endsWith(".") ? key.substring(0, key.length() - 1) : key;
            text.append("dnsupdate=yes\n\n# shell\n");
            for (Name zone : scope.zones().keySet()) {
                String name = zone.toString(true);
                text.append("pdnsutil set-meta ")
                        .append(name)
                        .append(" TSIG-ALLOW-DNSUPDATE ")
                        .append(plain)
                        .append("\npdnsutil set-meta ")
                        .append(name)
                        .append(" SOA-EDIT-DNSUPDATE INCREASE\n");
            }
        } else {
            text.append("\n# shell\n");
            scope.zones()
                    .keySet()
                    .forEach(
                            zone ->
                                    text.append("pdnsutil set-meta ")
                                            .append(zone.toString(true))
                                            .append(" SOA-EDIT-API INCREASE\n"));
        }
        var notes = new ArrayList<String>();
        notes.add("The API key may do everything on every zone: PowerDNS cannot narrow it.");
        notes.add(
                cas.isPresent()
                        ? "Narrow the TSIG key to names and types with"
                                + " lua-dnsupdate-policy-script."
                        : "`cas-via` with a TSIG key lets the server refuse stale writes.");
        return new AccessPolicy("settings of the server", text.toString(), List.copyOf(notes));
    }
}
