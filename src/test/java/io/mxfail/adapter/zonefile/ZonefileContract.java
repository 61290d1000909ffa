package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The contract at a zone file with a real checker, and what it takes beside reading and replacing
/// the file.
abstract class ZonefileContract extends ProviderContract {
    @TempDir private Path aside;

    /// The profile's `path`.
    protected abstract String path();

    /// The command of the checker.
    protected abstract List<String> checker();

    @Override
    protected final ZonefileAccount account() {
        return new ZonefileAccount(path(), checker());
    }

    /// What is read is the file: once to see whether it tells its zone, where its path does
    /// not, and once as a whole. A write compares under its lock, and once more right before
    /// the new file takes the old one's place, which needs no reading back.
    @Override
    protected final Optional<Budget> budget() {
        return Optional.of(new Budget(path().contains("${zone}") ? 1 : 2, 1, 2));
    }

    @Test
    void a_write_has_the_new_file_checked_once_and_loaded_once() throws Exception {
        Path log = aside.resolve("log");
        var check =
                new ArrayList<>(
                        List.of("/bin/sh", "-c", "echo check >> " + log + "; exec \"$@\"", "sh"));
        check.addAll(checker());
        var reload = List.of("/bin/sh", "-c", "echo load ${zone} >> " + log);
        RecordSet wanted = set("programs", Type.MX, 60, "10 mx1.example.test.");
        try (var with = new ZonefileAccount(path(), check, reload)) {
            with.provider().zoneOf(ZONE);
            var write = write(with.provider().read(ZONE, Set.of(wanted.key())), wanted);
            assertEquals(false, Files.exists(log));
            assertInstanceOf(Outcome.Applied.class, with.provider().write(write));
        }
        assertEquals(List.of("check", "load example.test"), Files.readAllLines(log));
    }
}
