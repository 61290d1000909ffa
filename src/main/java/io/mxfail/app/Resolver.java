package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// One resolver, asked again and again. Answers at aliases are of other names and do not count.
final class Resolver {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SYSTEM = "system";
    private static final String DOH = "https://[A-Za-z0-9.\\-\\[\\]:]+(/[!-~]*)?";

    private final Lookup lookup;
    private final String resolver;

    private Resolver(Lookup lookup, String resolver) {
        this.lookup = Objects.requireNonNull(lookup);
        this.resolver = resolver;
    }

    /// @param resolver as `ADDR[:PORT]` or an https:// address; `system` is the machine's own
    /// @throws CommandFailure where it is none of these
    static Resolver of(Lookup lookup, String resolver) throws CommandFailure {
        if (!resolver.equals(SYSTEM) && !resolver.matches(DOH)) {
            try {
                ServerAddress.parse(resolver, ServerAddress.DNS_PORT);
            } catch (IllegalArgumentException _) {
                throw CommandFailure.usage(
                        "--resolver: `"
                                + resolver
                                + "` is neither ADDR[:PORT], such as 192.0.2.53, nor"
                                + " https://HOST/dns-query");
            }
        }
        return new Resolver(lookup, resolver);
    }

    Optional<RecordSet> set(Name name, int type) throws CommandFailure {
        var key = new RecordKey(name, type);
        return switch (lookup.recursive(resolver, key, TIMEOUT)) {
            case DnsAnswer.Found found ->
                    found.set().key().type() == type
                                    && (type == Type.TXT || found.set().key().equals(key))
                            ? Optional.of(found.set())
                            : Optional.empty();
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.empty();
            case DnsAnswer.Failed failed ->
                    throw CommandFailure.refused(
                            "resolver",
                            "cannot ask the resolver "
                                    + resolver
                                    + " for "
                                    + key
                                    + ": "
                                    + failed.detail()
                                    + "; give another by --resolver");
        };
    }
}
