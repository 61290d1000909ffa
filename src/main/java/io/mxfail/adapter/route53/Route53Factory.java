package io.mxfail.adapter.route53;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.port.Pause;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.WriteScope;

import software.amazon.awssdk.regions.Region;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the account of a `route53` provider.
public final class Route53Factory implements DnsProviderFactory {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1\\]");
    private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,32}");
    private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:role/\\S+");

    private final Pace pace;
    private final Pause pause;

    public Route53Factory() {
        this(Pace.ofTheService(), Thread::sleep);
    }

    /// @param pace at which requests leave
    /// @param pause how to wait between tries
    Route53Factory(Pace pace, Pause pause) {
        this.pace = pace;
        this.pause = pause;
    }

    @Override
    public ProviderDescription description() {
        return Route53Description.DESCRIPTION;
    }

    /// Nothing of the AWS client is loaded before the first request.
    ///
    /// @throws IllegalArgumentException where an option is wrong; the message names it
    @Override
    public DnsProvider open(ProviderConfig config) {
        Optional<String> zoneId = zoneId(config);
        var identity = new Identity(given(config, "aws-profile"), role(config));
        Optional<URI> endpoint = given(config, "endpoint").map(Route53Factory::endpoint);
        Duration timeout = timeout(config);
        var session =
                new Session(
                        new Session.Settings(
                                identity,
                                Region.of(given(config, "region").orElse("us-east-1")),
                                endpoint,
                                given(config, "ca-file").map(Path::of),
                                timeout));
        String name =
                "route53"
                        + identity.text()
                        + zoneId.map(id -> " zone " + id).orElse("")
                        + endpoint.map(uri -> " at " + uri.getAuthority()).orElse("");
        return new Route53(
                name.equals("route53") ? "route53 default credentials" : name,
                new Route53Api(session, pace, pause),
                zoneId,
                timeout);
    }

    @Override
    public Optional<AccessPolicy> policy(ProviderConfig config, WriteScope scope) {
        return Optional.of(Route53Policy.of(config, scope));
    }

    private static Optional<String> given(ProviderConfig config, String option) {
        return config.text(option).filter(text -> !text.isBlank());
    }

    private static Optional<String> zoneId(ProviderConfig config) {
        Optional<String> id = given(config, "zone-id").map(HostedZones::withoutPrefix);
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new IllegalArgumentException(
                    "`zone-id` is no id of a hosted zone, such as Z0123456789ABCDEFGHIJ: "
                            + id.get());
        }
        return id;
    }

    private static Optional<String> role(ProviderConfig config) {
        Optional<String> role = given(config, "role-arn");
        if (role.isPresent() && !ROLE.matcher(role.get()).matches()) {
            throw new IllegalArgumentException(
                    "`role-arn` is no role, such as arn:aws:iam::123456789012:role/mail-dns: "
                            + role.get());
        }
        return role;
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException(
                    "`endpoint` is no base address such as https://gateway.example:8443");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())
                && !LOOPBACK.matcher(uri.getHost()).matches()) {
            throw new IllegalArgumentException(
                    "`endpoint` must begin with https://, or what it answers could be anybody's: "
                            + uri.getAuthority());
        }
        return uri;
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
