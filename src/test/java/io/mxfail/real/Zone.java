package io.mxfail.real;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A zone that a real primary serves.
///
/// @param name without final dot; empty: the root
/// @param text a zone file
/// @param grants who may update it; nobody else
/// @param rules in place of rules made from the grants: the server's own text
/// @param transferable whether anyone on this machine may have it whole; otherwise nobody may
public record Zone(
        String name,
        String text,
        List<Grant> grants,
        Optional<String> rules,
        boolean transferable) {
    public Zone(String name, String text, List<Grant> grants) {
        this(name, text, grants, Optional.empty(), true);
    }

    public Zone {
        if (name.endsWith(".")) {
            throw new IllegalArgumentException("write " + name + " without its final dot");
        }
        grants = List.copyOf(grants);
    }

    public static Zone of(String name, String text, Grant... grants) {
        return new Zone(name, text, Arrays.asList(grants));
    }

    /// A zone whose update rules are given as text: BIND's `update-policy` statement, or an item
    /// of Knot's `acl` section with the id `mxfail-NAME`.
    public static Zone ruled(String name, String text, Key key, String rules) {
        return new Zone(name, text, List.of(Grant.wholeZone(key)), Optional.of(rules), true);
    }

    /// The same zone, which its server gives nobody whole (AXFR, IXFR), not even who may update it.
    public Zone withoutTransfer() {
        return new Zone(name, text, grants, rules, false);
    }

    /// A small company's zone: one MX, SPF beside an unrelated TXT, DMARC, MTA-STS, TLSA,
    /// addresses of two mail hosts. Movable sets have a TTL of 30 seconds.
    public static Zone sample(String name, Grant... grants) {
        return of(
                name,
                """
                $TTL 300
                $ORIGIN %s.
                @ 300 IN SOA ns1 hostmaster 1 3600 600 604800 30
                @ 300 IN NS ns1
                @ 300 IN NS ns2
                ns1 300 IN A 127.0.0.1
                ns2 300 IN A 127.0.0.1
                @ 30 IN MX 10 mx1
                @ 30 IN TXT "v=spf1 ip4:192.0.2.1 -all"
                @ 30 IN TXT "unrelated-verification=keep-me"
                mx1 300 IN A 192.0.2.1
                mx2 300 IN A 192.0.2.2
                s1._domainkey 30 IN CNAME s1.dkim.primary
                s1.dkim.primary 300 IN TXT "v=DKIM1; k=rsa; p=UFJJTUFSWQ=="
                s1.dkim.backup 300 IN TXT "v=DKIM1; k=rsa; p=QkFDS1VQ"
                _dmarc 300 IN TXT "v=DMARC1; p=none"
                _mta-sts 30 IN TXT "v=STSv1; id=20260101000000"
                _25._tcp.mx1 30 IN TLSA 3 1 1 %s
                relay 30 IN CNAME mx1
                """
                        .formatted(name, "00".repeat(32)),
                grants);
    }

    String file() {
        return (name.isEmpty() ? "root" : name.toLowerCase(Locale.ROOT)) + ".zone";
    }
}
