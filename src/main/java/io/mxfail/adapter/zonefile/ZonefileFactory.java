package io.mxfail.adapter.zonefile;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the folder of a `zonefile` provider.
public final class ZonefileFactory implements DnsProviderFactory {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);

    private final InstantSource clock;
    private final Supplier<Map<String, String>> environment;
    private final Disk disk;

    /// @param clock what serials are dated with
    /// @param environment what checkers and reload commands get of mxfail's own
    public ZonefileFactory(InstantSource clock, Supplier<Map<String, String>> environment) {
        this(clock, environment, Disk.real());
    }

    ZonefileFactory(InstantSource clock, Supplier<Map<String, String>> environment, Disk disk) {
        this.clock = clock;
        this.environment = environment;
        this.disk = disk;
    }

    @Override
    public ProviderDescription description() {
        return ZonefileDescription.DESCRIPTION;
    }

    /// @throws IllegalArgumentException where an option is missing or wrong
    @Override
    public DnsProvider open(ProviderConfig config) {
        String path =
                config.text("path")
                        .filter(text -> !text.isBlank())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "zonefile needs `path`, the zone's file"));
        Duration timeout = timeout(config);
        var reload = new Tool(config.list("reload"), environment, timeout);
        return new Zonefile(
                new ZoneFolder(
                        new ZonePath(Path.of(path).isAbsolute() ? path : absolute(path)),
                        reload.isThere(),
                        disk),
                new Tool(config.list("check"), environment, timeout),
                reload,
                new Zonefile.Moment(clock, disk, timeout));
    }

    private static String absolute(String path) {
        return Path.of("").toAbsolutePath().toString().replace("$", "$$") + "/" + path;
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
