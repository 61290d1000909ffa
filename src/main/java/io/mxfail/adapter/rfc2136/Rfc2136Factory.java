package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.WriteScope;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the primary name server of an `rfc2136` provider.
public final class Rfc2136Factory implements DnsProviderFactory {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);

    private final DnsClient client;

    public Rfc2136Factory() {
        this(InstantSource.system());
    }

    /// @param time what signatures are dated with
    public Rfc2136Factory(InstantSource time) {
        this.client = new DnsClient(time);
    }

    @Override
    public ProviderDescription description() {
        return Rfc2136Description.DESCRIPTION;
    }

    /// @throws IllegalArgumentException where an option is missing or wrong; the message names it
    ///     and holds no secret
    @Override
    public DnsProvider open(ProviderConfig config) {
        ServerAddress server =
                ServerAddress.parse(required(config, "server"), ServerAddress.DNS_PORT);
        return new Rfc2136(client, server, key(config), timeout(config));
    }

    @Override
    public Optional<AccessPolicy> policy(ProviderConfig config, WriteScope scope) {
        return Optional.of(Rfc2136Policy.of(config, scope));
    }

    private static Optional<DnsKey> key(ProviderConfig config) {
        Optional<ProviderConfig> group = config.group("tsig");
        if (group.isEmpty()) {
            if (config.text("tsig").filter("none"::equals).isPresent()) {
                return Optional.empty();
            }
            throw new IllegalArgumentException(
                    "rfc2136 needs `tsig: {name, algorithm, secret}`, or `tsig: none` for a server"
                            + " that takes unsigned updates");
        }
        ProviderConfig tsig = group.get();
        return Optional.of(
                DnsKey.parse(
                        required(tsig, "name"),
                        required(tsig, "algorithm"),
                        required(tsig, "secret")));
    }

    private static String required(ProviderConfig config, String option) {
        return config.text(option)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("rfc2136 needs `" + option + "`"));
    }

    private static Duration timeout(ProviderConfig config) {
        if (config.text("timeout").isEmpty()) {
            return TIMEOUT;
        }
        String text = config.text("timeout").get();
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "`timeout` is not a duration such as 10s or 1m: " + text);
        }
        return Duration.ofSeconds(
                Long.parseLong(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 1));
    }
}
