package io.mxfail.real;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Changes a zone with BIND's own `nsupdate`: someone other than mxfail.
public final class Nsupdate {
    private static final Pattern FAILED = Pattern.compile("update failed: ([A-Z]+)");

    private final InetSocketAddress server;
    private final Optional<Key> key;

    private Nsupdate(InetSocketAddress server, Optional<Key> key) {
        this.server = server;
        this.key = key;
    }

    public static Nsupdate signed(InetSocketAddress server, Key key) {
        return new Nsupdate(server, Optional.of(key));
    }

    public static Nsupdate unsigned(InetSocketAddress server) {
        return new Nsupdate(server, Optional.empty());
    }

    /// Sends these lines (`update add …`, `prereq …`) in one message.
    ///
    /// @throws AssertionError when the server refuses
    public void send(String zone, String... lines) {
        attempt(zone, lines).orFail("update " + zone + " at " + server);
    }

    /// Sends these lines, which the server must refuse.
    ///
    /// @return what nsupdate says, with the response code in it
    public String refused(String zone, String... lines) {
        Command.Result result = attempt(zone, lines);
        if (result.exit() == 0) {
            throw new AssertionError(server + " took " + List.of(lines) + " and should not have");
        }
        return result.output();
    }

    /// Sends these lines in one message.
    ///
    /// @return `NOERROR`, or what nsupdate says in place of it, such as `NXRRSET`
    public String outcome(String zone, String... lines) {
        Command.Result result = attempt(zone, lines);
        if (result.exit() == 0) {
            return "NOERROR";
        }
        Matcher failed = FAILED.matcher(result.output());
        return failed.find() ? failed.group(1) : result.output();
    }

    /// Plays a whole script, which has its own server and zone.
    ///
    /// @return whether every message in it was taken
    public boolean plays(String script) {
        String input = key.map(Nsupdate::keyLine).orElse("") + script;
        return Command.run(Binary.require("nsupdate").command("-t", "10"), input).exit() == 0;
    }

    private Command.Result attempt(String zone, String... lines) {
        String input =
                """
                server %s %d
                zone %s.
                %s%s
                send
                """
                        .formatted(
                                server.getAddress().getHostAddress(),
                                server.getPort(),
                                zone,
                                key.map(Nsupdate::keyLine).orElse(""),
                                String.join("\n", lines));
        return Command.run(Binary.require("nsupdate").command("-t", "10"), input);
    }

    private static String keyLine(Key key) {
        return "key %s:%s %s\n".formatted(key.algorithm(), key.name(), key.secret());
    }
}
