package io.mxfail.real;

import java.net.InetSocketAddress;
import java.util.List;

/// A real authoritative name server, primary or secondary.
public sealed interface NameServer extends AutoCloseable permits Bind {
    /// Where it answers, over UDP and TCP.
    InetSocketAddress address();

    /// The zones it serves, without final dot.
    List<String> zones();

    /// From now on it tells exactly these secondaries of every change. A secondary adds itself
    /// when it starts.
    void notifies(List<NameServer> secondaries);

    /// The secondaries that it tells.
    List<NameServer> notified();

    /// Lets it hang: packets are accepted, nothing answers.
    void freeze();

    /// Ends [freeze].
    void thaw();

    /// Ends it at once and keeps its data and port: from now on connections are refused.
    void crash();

    /// Starts it again after [crash].
    void restart();

    /// All it has logged.
    String log();

    /// Ends it and deletes its folder.
    @Override
    void close();
}
