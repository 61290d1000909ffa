package io.mxfail.adapter.rfc2136;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Key;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.dns.DnsProxy;

import java.net.InetSocketAddress;
import java.util.Map;

/// A key at a name server, seen through a proxy of its own.
final class Rfc2136Account implements Account {
    private final DnsProxy proxy;
    private final Key key;
    private final DnsProvider provider;

    Rfc2136Account(InetSocketAddress server, Key key) {
        this.proxy = new DnsProxy(server);
        this.key = key;
        this.provider = open(key, "5s");
    }

    private DnsProvider open(Key with, String timeout) {
        return open(proxy.address(), with, timeout);
    }

    static DnsProvider open(InetSocketAddress server, Key with, String timeout) {
        return new Rfc2136Factory()
                .open(
                        new ProviderConfig(
                                "rfc2136",
                                Map.of(
                                        "server",
                                        text(server),
                                        "timeout",
                                        timeout,
                                        "tsig",
                                        Map.of(
                                                "name",
                                                with.name() + ".",
                                                "algorithm",
                                                with.algorithm(),
                                                "secret",
                                                with.secret()))));
    }

    static String text(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + ":" + server.getPort();
    }

    DnsProxy proxy() {
        return proxy;
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider stranger() {
        return open(key.forged(), "5s");
    }

    @Override
    public int reads() {
        return proxy.reads();
    }

    @Override
    public int writes() {
        return proxy.updates();
    }

    @Override
    public void loseTheNextAnswer() {
        proxy.loseTheNextUpdatesAnswer();
    }

    @Override
    public void close() {
        provider.close();
        proxy.close();
    }
}
