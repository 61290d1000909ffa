package io.mxfail.lab.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A TSIG key (RFC 8945) and what its holder may change. Without grants that is everything.
///
/// @param secret the shared secret; never printed
public record UpdateKey(Name name, Name algorithm, SecretKey secret, List<Grant> grants) {
    /// Leave to change sets at a name, or at and below it.
    ///
    /// @param types record types as in [Type]; empty is every type
    public record Grant(Name name, boolean below, Set<Integer> types) {
        public Grant {
            types = Set.copyOf(types);
        }

        /// Leave for these types (`"MX"`, `"TXT"`) at one name.
        public static Grant at(String name, String... types) {
            return new Grant(ZoneVersion.absolute(name, Name.root), false, numbers(types));
        }

        /// Leave for these types at a name and everywhere below it.
        public static Grant below(String name, String... types) {
            return new Grant(ZoneVersion.absolute(name, Name.root), true, numbers(types));
        }

        boolean covers(Name owner, int type) {
            return (below ? owner.subdomain(name) : owner.equals(name))
                    && (types.isEmpty() || types.contains(type));
        }

        private static Set<Integer> numbers(String... types) {
            return Set.copyOf(
                    List.of(types).stream()
                            .map(
                                    type -> {
                                        int number = Type.value(type);
                                        if (number < 0) {
                                            throw new IllegalArgumentException(
                                                    "no record type: " + type);
                                        }
                                        return number;
                                    })
                            .toList());
        }
    }

    public UpdateKey {
        grants = List.copyOf(grants);
    }

    /// A key for every change.
    ///
    /// @param algorithm as in configuration files: `hmac-sha256`, `hmac-md5`, …
    /// @param base64 the secret
    public static UpdateKey of(String name, String algorithm, String base64) {
        String known = algorithm.toLowerCase(Locale.ROOT);
        Name id = known.equals("hmac-md5") ? TSIG.HMAC_MD5 : ZoneVersion.absolute(known, Name.root);
        var secret = new SecretKeySpec(Base64.getDecoder().decode(base64), "HMAC");
        var key = new UpdateKey(ZoneVersion.absolute(name, Name.root), id, secret, List.of());
        Objects.requireNonNull(
                key.tsig(Clock.systemUTC())); // fails now if dnsjava lacks the algorithm
        return key;
    }

    /// The same key with leave for these changes only.
    public UpdateKey limitedTo(Grant... only) {
        return new UpdateKey(name, algorithm, secret, List.of(only));
    }

    boolean permits(Name owner, int type) {
        return grants.isEmpty() || grants.stream().anyMatch(g -> g.covers(owner, type));
    }

    TSIG tsig(Clock clock) {
        return new TSIG(algorithm, name, secret, clock);
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name, algorithm);
    }
}
