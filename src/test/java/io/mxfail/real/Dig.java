package io.mxfail.real;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/// Asks with BIND's own `dig`: an opinion independent of dnsjava.
public final class Dig {
    private Dig() {}

    /// The lines of `dig +short`, sorted.
    public static List<String> shortly(InetSocketAddress server, String name, String type) {
        return at(server, name, type, "+short").lines().sorted().toList();
    }

    /// The whole output of dig.
    public static String at(InetSocketAddress server, String... query) {
        String[] arguments =
                Stream.concat(
                                Stream.of(
                                        "@" + server.getAddress().getHostAddress(),
                                        "-p",
                                        Integer.toString(server.getPort()),
                                        "+time=5",
                                        "+tries=2"),
                                Stream.of(query))
                        .toArray(String[]::new);
        return Command.run(Binary.require("dig").command(arguments)).orFail("ask with dig");
    }
}
