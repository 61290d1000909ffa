package io.mxfail.adapter.powerdns;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Key;
import io.mxfail.real.PowerDns;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.MeteredAccount;
import io.mxfail.wire.dns.DnsProxy;
import io.mxfail.wire.http.ForwardingService;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A real PowerDNS, seen through proxies of its own.
final class PowerDnsAccount implements MeteredAccount {
    private final ForwardingService service;
    private final DnsProvider provider;

    PowerDnsAccount(PowerDns server) {
        service = new ForwardingService(server.url());
        provider = open(service.address(), PowerDns.API_KEY, Map.of());
    }

    static DnsProvider open(String url, String key, Map<String, Object> more) {
        var options =
                new LinkedHashMap<String, Object>(
                        Map.of("url", url, "api-key", key, "timeout", "10s"));
        options.putAll(more);
        return new PowerDnsFactory(_ -> {}, InstantSource.system())
                .open(new ProviderConfig("powerdns", options));
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider stranger() {
        return open(service.address(), "another-key-0123456789", Map.of());
    }

    @Override
    public int reads() {
        return service.reads();
    }

    @Override
    public int writes() {
        return service.writes();
    }

    @Override
    public void loseTheNextAnswer() {
        service.loseTheNextAnswer();
    }

    @Override
    public void breakTheNextAnswer() {
        service.breakTheNextAnswer();
    }

    @Override
    public void throttleTheNextRead() {
        service.throttleTheNextRead();
    }

    @Override
    public void throttleTheNextWrite() {
        service.throttleTheNextWrite();
    }

    @Override
    public void close() {
        provider.close();
        service.close();
    }

    /// The same server, written by dynamic updates.
    static final class ByUpdates implements Account {
        private final PowerDns server;
        private final DnsProxy proxy;
        private final Key key;
        private final DnsProvider provider;

        ByUpdates(PowerDns server, Key key) {
            this.server = server;
            this.proxy = new DnsProxy(server.address());
            this.key = key;
            this.provider = open(PowerDns.API_KEY, key);
        }

        private DnsProvider open(String apiKey, Key with) {
            return PowerDnsAccount.open(
                    server.url(),
                    apiKey,
                    Map.of("cas-via", via(proxy.address(), Optional.of(with))));
        }

        static Map<String, Object> via(InetSocketAddress address, Optional<Key> key) {
            Object tsig =
                    key.isEmpty()
                            ? "none"
                            : Map.of(
                                    "name",
                                    key.get().name() + ".",
                                    "algorithm",
                                    key.get().algorithm(),
                                    "secret",
                                    key.get().secret());
            return Map.of("server", "127.0.0.1:" + address.getPort(), "tsig", tsig);
        }

        @Override
        public DnsProvider provider() {
            return provider;
        }

        @Override
        public DnsProvider stranger() {
            return open("another-key-0123456789", key.forged());
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
}
