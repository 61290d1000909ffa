package io.mxfail;

import io.mxfail.adapter.azure.AzureDescription;
import io.mxfail.adapter.azure.AzureFactory;
import io.mxfail.adapter.azure.AzurePolicy;
import io.mxfail.adapter.cloudflare.CloudflareDescription;
import io.mxfail.adapter.cloudflare.CloudflareFactory;
import io.mxfail.adapter.cloudflare.CloudflarePolicy;
import io.mxfail.adapter.exec.ExecDescription;
import io.mxfail.adapter.exec.ExecFactory;
import io.mxfail.adapter.google.GoogleDescription;
import io.mxfail.adapter.google.GoogleFactory;
import io.mxfail.adapter.google.GooglePolicy;
import io.mxfail.adapter.powerdns.PowerDnsDescription;
import io.mxfail.adapter.powerdns.PowerDnsFactory;
import io.mxfail.adapter.powerdns.PowerDnsPolicy;
import io.mxfail.adapter.rfc2136.Rfc2136Description;
import io.mxfail.adapter.rfc2136.Rfc2136Factory;
import io.mxfail.adapter.rfc2136.Rfc2136Policy;
import io.mxfail.adapter.route53.Route53Description;
import io.mxfail.adapter.route53.Route53Factory;
import io.mxfail.adapter.route53.Route53Policy;
import io.mxfail.adapter.zonefile.ZonefileDescription;
import io.mxfail.adapter.zonefile.ZonefileFactory;
import io.mxfail.adapter.zonefile.ZonefilePolicy;
import io.mxfail.app.World;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.WriteScope;
import io.mxfail.wire.process.Inherited;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses adapters by a switch, so that one that is not used is never loaded.
///
/// @param descriptions of all, the outside ones last
/// @param outside those that no switch can know
/// @param inherited what programs get
record ProviderAdapters(
        List<ProviderDescription> descriptions,
        Map<String, DnsProviderFactory> outside,
        Inherited inherited)
        implements World.Providers {
    /// Those that come with mxfail.
    static final List<ProviderDescription> DESCRIPTIONS =
            List.of(
                    Rfc2136Description.DESCRIPTION,
                    Route53Description.DESCRIPTION,
                    CloudflareDescription.DESCRIPTION,
                    PowerDnsDescription.DESCRIPTION,
                    ZonefileDescription.DESCRIPTION,
                    ExecDescription.DESCRIPTION,
                    GoogleDescription.DESCRIPTION,
                    AzureDescription.DESCRIPTION);

    @Override
    public Optional<ProviderDescription> description(String type) {
        return descriptions.stream().filter(d -> d.type().equals(type)).findFirst();
    }

    @Override
    public Optional<AccessPolicy> policy(ProviderConfig config, WriteScope scope) {
        return switch (config.type()) {
            case "rfc2136" -> Optional.of(Rfc2136Policy.of(config, scope));
            case "route53" -> Optional.of(Route53Policy.of(config, scope));
            case "cloudflare" -> Optional.of(CloudflarePolicy.of(config, scope));
            case "powerdns" -> Optional.of(PowerDnsPolicy.of(config, scope));
            case "zonefile" -> Optional.of(ZonefilePolicy.of(config));
            case "google" -> Optional.of(GooglePolicy.of(config));
            case "azure" -> Optional.of(AzurePolicy.of(config, scope));
            default ->
                    Optional.ofNullable(outside.get(config.type()))
                            .flatMap(factory -> factory.policy(config, scope));
        };
    }

    @Override
    public Optional<DnsProvider> open(ProviderConfig config) {
        return switch (config.type()) {
            case "rfc2136" -> Optional.of(new Rfc2136Factory().open(config));
            case "route53" -> Optional.of(new Route53Factory().open(config));
            case "zonefile" ->
                    Optional.of(
                            new ZonefileFactory(InstantSource.system(), inherited).open(config));
            case "exec" -> Optional.of(new ExecFactory(System.getenv()).open(config));
            case "powerdns" -> Optional.of(new PowerDnsFactory().open(config));
            case "google" -> Optional.of(new GoogleFactory().open(config));
            case "azure" -> Optional.of(new AzureFactory().open(config));
            case "cloudflare" -> Optional.of(new CloudflareFactory().open(config));
            default ->
                    Optional.ofNullable(outside.get(config.type()))
                            .map(factory -> factory.open(config));
        };
    }
}
