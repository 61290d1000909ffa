package io.mxfail.adapter.zonefile;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A zone file whose replacements are counted, and can fail behind the rename.
final class ZonefileAccount implements Account {
    static final Instant NOW = Instant.parse("2026-11-24T03:05:31Z");

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicBoolean lose = new AtomicBoolean();
    private final DnsProvider provider;

    /// @param check empty: none
    ZonefileAccount(String path, List<String> check) {
        this(path, check, List.of());
    }

    ZonefileAccount(String path, List<String> check, List<String> reload) {
        var options = new LinkedHashMap<String, Object>(Map.of("path", path, "timeout", "60s"));
        if (!check.isEmpty()) {
            options.put("check", check);
        }
        if (!reload.isEmpty()) {
            options.put("reload", reload);
        }
        this.provider =
                new ZonefileFactory(InstantSource.fixed(NOW), System::getenv, new Counted())
                        .open(new ProviderConfig("zonefile", options));
    }

    /// The disk, seen.
    private final class Counted implements Disk {
        @Override
        public byte[] read(Path file) throws IOException {
            reads.incrementAndGet();
            return Disk.real().read(file);
        }

        @Override
        public void replace(Path with, Path file) throws IOException {
            writes.incrementAndGet();
            Disk.real().replace(with, file);
            if (lose.compareAndSet(true, false)) {
                throw new IOException("the disk is gone");
            }
        }
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider stranger() {
        throw new UnsupportedOperationException("files know no strangers");
    }

    @Override
    public boolean knowsStrangers() {
        return false;
    }

    @Override
    public int reads() {
        return reads.get();
    }

    @Override
    public int writes() {
        return writes.get();
    }

    @Override
    public void loseTheNextAnswer() {
        lose.set(true);
    }

    @Override
    public void close() {
        provider.close();
    }
}
