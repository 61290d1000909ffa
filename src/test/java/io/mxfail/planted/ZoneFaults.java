package io.mxfail.planted;

import java.util.List;

/// What can be wrong in the company's zone, and with those who serve it.
public final class ZoneFaults {
    private static final String MX = "@ MX 10 east.hosts.test.";

    private ZoneFaults() {}

    public static List<Fault> all() {
        return List.of(
                Fault.of("MX-EMPTY", "nobody published an MX").instead(MX, ""),
                Fault.of("NULL-MX", "the null MX is served").instead(MX, "@ MX 0 ."),
                Fault.of("NULL-MX-MIXED", "the null MX stands beside a host").record("@ MX 0 ."),
                Fault.of("MX-EQUAL", "hosts of both sites share a preference")
                        .record("@ MX 10 west.hosts.test."),
                Fault.of("NEGATIVE-TTL", "a day of negative caching")
                        .instead("@ SOA", "@ 86400 SOA")
                        .instead("604800 300", "604800 86400"),
                Fault.of("WILDCARD", "a wildcard MX does not move")
                        .record("* MX 10 east.hosts.test."),
                Fault.of("NS-DISAGREE", "a second server has an older zone")
                        .behind("hostmaster 2 ", "hostmaster 1 "),
                Fault.of("NS-DISAGREE", "a second server has another MX")
                        .behind(MX, "@ MX 20 east.hosts.test."),
                Fault.of("NS-DISAGREE", "a second server has another SPF record")
                        .behind("ip4:198.51.100.20 -all", "-all"),
                Fault.of("NS-LAME", "a server does not have the zone")
                        .authoritative("\"@bind@\", \"@second@\""),
                Fault.of("NS-RECURSIVE", "a server resolves for strangers")
                        .authoritative("\"@bind@\", \"@recursive@\""),
                Fault.of("NS-UNREACHABLE", "nothing listens at a server's address")
                        .authoritative("\"@bind@\", \"@closed@\""),
                Fault.of("RESOLVERS-SILENT", "nothing listens at the resolver's address")
                        .profile("resolvers: [\"@unbound@\"]", "resolvers: [\"@closed@\"]")
                        .along("DKIM-KEY-UNUSABLE", "SENDER-LISTED", "SENDER-PTR"),
                Fault.of("SPLIT-HORIZON", "the resolver is inside")
                        .behind("ns1", "dc1")
                        .profile(
                                "[\"@bind@\", \"@second@\"], resolvers: [\"@unbound@\"]",
                                "[\"@bind@\"], resolvers: [\"@unbound@\", \"@second@\"]"),
                Fault.of("DNSSEC-BOGUS", "the signatures ended")
                        .security(Fault.Security.EXPIRED)
                        .along("RESOLVERS-SILENT"),
                Fault.of("DNSSEC-BOGUS", "the parent knows another key")
                        .security(Fault.Security.OTHER_KEY_AT_PARENT)
                        .along("RESOLVERS-SILENT"),
                Fault.of("DNSSEC-DENIAL", "the signatures of what it lacks ended")
                        .security(Fault.Security.PROOFS_EXPIRED),
                Fault.of("DNSSEC-UNSUPPORTED", "the parent knows an algorithm that nobody does")
                        .security(Fault.Security.UNKNOWN_ALGORITHM),
                Fault.of("DOMAIN-ARPA", "the domain is below arpa").below("arpa"),
                Fault.of("DOMAIN-CNAME", "the domain is an alias of another")
                        .instead("east._domainkey", "east._domainkey.news")
                        .instead("west._domainkey", "west._domainkey.news")
                        .instead("_mta-sts TXT", "_mta-sts.news TXT")
                        .instead("mta-sts A", "mta-sts.news A")
                        .instead("_smtp._tls", "_smtp._tls.news")
                        .instead("smtp CNAME", "smtp.news CNAME")
                        .record("news CNAME @")
                        .policyName("mta-sts.news.@domain@")
                        .profile("domains: [@domain@]", "domains: [news.@domain@]")
                        .profile("mta-sts.@domain@", "mta-sts.news.@domain@"),
                Fault.of("DNSSEC-EXPIRING", "the signatures end within a day")
                        .security(Fault.Security.ENDING));
    }
}
