package io.mxfail.adapter.powerdns;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Key;
import io.mxfail.real.PowerDns;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.dns.DnsProxy;
import io.mxfail.wire.http.ForwardingService;
import io.mxfail.wire.http.ServiceAccount;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A real PowerDNS, seen through proxies of its own.
final class PowerDnsAccount extends ServiceAccount<ForwardingService> {
    PowerDnsAccount(PowerDns server) {
        super(
                new ForwardingService(server.url()),
                service -> open(service.address(), PowerDns.API_KEY, Map.of()));
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
    public DnsProvider stranger() {
        return open(service().address(), "another-key-0123456789", Map.of());
    }

    /// The same server, written by dynamic updates.
    static final class ByUpdates implements Account {
        private final ForwardingService api;
        private final DnsProxy proxy;
        private final Key key;
        private final DnsProvider provider;

        ByUpdates(PowerDns server, Key key) {
            this.api = new ForwardingService(server.url());
            this.proxy = new DnsProxy(server.address());
            this.key = key;
            this.provider = open(PowerDns.API_KEY, key);
        }

        private DnsProvider open(String apiKey, Key with) {
            return PowerDnsAccount.open(
                    api.address(),
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
        public int reads() {
            return api.reads() + proxy.reads();
        }

        @Override
        public int writes() {
            return api.writes() + proxy.updates();
        }

        @Override
        public void loseTheNextAnswer() {
            proxy.loseTheNextUpdatesAnswer();
        }

        @Override
        public void close() {
            provider.close();
            proxy.close();
            api.close();
        }
    }
}
