package io.mxfail.adapter.exec;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.port.Pause;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.process.Program;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens a bridge: the operator's own program that speaks the exec protocol.
public final class ExecFactory implements DnsProviderFactory {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);

    /// What every program may have: where other programs and its own files are. Locale and time
    /// zone are fixed, so that a bridge reads and writes the same text everywhere.
    private static final List<String> ALWAYS = List.of("PATH", "HOME");

    private final Map<String, String> environment;
    private final Pause pause;

    /// @param environment the process's variables, of which a bridge gets those that are named
    public ExecFactory(Map<String, String> environment) {
        this(environment, Thread::sleep);
    }

    /// @param pause how the time between two tries of a read passes
    ExecFactory(Map<String, String> environment, Pause pause) {
        this.environment = Map.copyOf(environment);
        this.pause = pause;
    }

    @Override
    public ProviderDescription description() {
        return ExecDescription.DESCRIPTION;
    }

    /// @throws IllegalArgumentException where an option is missing or wrong
    @Override
    public DnsProvider open(ProviderConfig config) {
        List<String> command = config.list("command");
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException(
                    "exec needs `command: [PROGRAM, ARGUMENT…]`, the bridge to run");
        }
        var passedOn = new HashMap<>(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
        for (String name : ALWAYS) {
            Optional.ofNullable(environment.get(name)).ifPresent(v -> passedOn.put(name, v));
        }
        var named = new HashMap<String, String>();
        for (String name : config.list("env")) {
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "`env` names the variable " + name + ", which is not set; export it");
            }
            named.put(name, value);
        }
        passedOn.putAll(named);
        var program =
                new Program(command, Optional.empty(), Optional.of(passedOn), timeout(config));
        return new Exec(new Questions(new Bridge(program, named), pause));
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
