package io.mxfail.adapter.exec;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Await;
import io.mxfail.real.Key;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.MeteredAccount;
import io.mxfail.wire.dns.DnsProxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The documentation's bridge at a name server, behind a script that counts its processes and
/// plays a service in its moods, and before a proxy.
final class BridgeAccount implements MeteredAccount {
    private static final Path BRIDGE = Path.of("docs/examples/nsupdate-bridge").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder = Files.createTempDirectory("mxfail-bridge");
    private final Queue<Duration> waited = new ConcurrentLinkedQueue<>();
    private final DnsProxy proxy;
    private final Key key;
    private final DnsProvider provider;

    BridgeAccount(InetSocketAddress server, Key key) throws IOException {
        this.proxy = new DnsProxy(server);
        this.key = key;
        Path meter = folder.resolve("meter");
        try (var script = BridgeAccount.class.getResourceAsStream("/metered-bridge")) {
            Files.copy(script, meter);
        }
        this.provider = open(key);
    }

    private DnsProvider open(Key with) {
        try {
            Path file = Files.createTempFile(folder, "tsig", ".key");
            Files.writeString(
                    file,
                    "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                            .formatted(with.name(), with.algorithm(), with.secret()));
            return new ExecFactory(System.getenv(), waited::add)
                    .open(
                            new ProviderConfig(
                                    "exec",
                                    Map.of(
                                            "command",
                                            List.of(
                                                    "/bin/sh",
                                                    folder.resolve("meter").toString(),
                                                    folder.toString(),
                                                    BRIDGE.toString(),
                                                    "127.0.0.1",
                                                    String.valueOf(proxy.address().getPort()),
                                                    file.toString()),
                                            "timeout",
                                            "60s")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The verbs so far, a process each.
    List<String> requests() {
        Path file = folder.resolve("requests");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Updates that reached the server.
    int updates() {
        return proxy.updates();
    }

    /// How long the adapter waited, each time that it did.
    List<Duration> waited() {
        return List.copyOf(waited);
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider stranger() {
        return open(key.forged());
    }

    @Override
    public int reads() {
        return requests().size() - writes();
    }

    @Override
    public int writes() {
        return (int) requests().stream().filter("apply"::equals).count();
    }

    @Override
    public void loseTheNextAnswer() {
        proxy.loseTheNextUpdatesAnswer();
    }

    @Override
    public void throttleTheNextRead() {
        mood("throttle-read");
    }

    @Override
    public void throttleTheNextWrite() {
        mood("throttle-write");
    }

    @Override
    public void breakTheNextAnswer() {
        mood("break-answer");
    }

    @Override
    public void afterTheNextWrite(Runnable event) {
        mood("hold-answer");
        Thread.ofVirtual()
                .start(
                        () -> {
                            Path written = folder.resolve("written");
                            Await.until("it is written", LIMIT, () -> Files.exists(written));
                            try {
                                event.run();
                            } finally {
                                mood("go-on");
                            }
                        });
    }

    private void mood(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        provider.close();
        proxy.close();
        try {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
