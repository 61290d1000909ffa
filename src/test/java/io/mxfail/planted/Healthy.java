package io.mxfail.planted;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// The texts of a healthy company. `@name@`, `@domain@`, `@bind@` and so on stand for what only
/// the running world knows.
public final class Healthy {
    /// A line of the zone at which more can be added.
    public static final String ZONE =
            """
            $TTL 300
            $ORIGIN @domain@.
            @ SOA ns1 hostmaster 2 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            @ MX 10 east.hosts.test.
            @ TXT "v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 -all"
            @ TXT "site-verification=keep-me"
            _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@reports.test"
            _mta-sts TXT "v=STSv1; id=20260101000000"
            mta-sts A 203.0.113.80
            _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.test"
            east._domainkey CNAME east.dkim.hosts.test.
            west._domainkey CNAME west.dkim.hosts.test.
            smtp CNAME relay-east.hosts.test.
            @more@
            """;

    public static final String PROFILE =
            """
            version: 1
            name: @name@
            domains: [@domain@]
            provider: {type: rfc2136, server: "@bind@", tsig: @tsig@}
            sites:
              primary:
                mx: ["10 east.hosts.test."]
                spf: [ip4:192.0.2.10]
                senders: [192.0.2.10]
                dkim: ["east._domainkey CNAME east.dkim.hosts.test."]
                records: ["smtp CNAME relay-east.hosts.test."]
                submission: {host: relay-east.hosts.test, from: "news@${domain}"}
              backup:
                mx: ["10 @west-host@."]
                spf: [ip4:198.51.100.20]
                senders: [198.51.100.20]
                dkim: ["west._domainkey CNAME west.dkim.hosts.test."]
                records: ["smtp CNAME relay-west.hosts.test."]
                submission: {host: relay-west.hosts.test, from: "news@${domain}"}
            checks:
              recipients: ["postmaster@${domain}", "billing@${domain}"]
              helo: probe.hosts.test
              latency: {warn: 15s, crit: 25s}
              blocklists: [bl.test]
            dns: {authoritative: ["@bind@"], resolvers: ["@unbound@"]}
            smtp:
              ca-file: ../ca.pem
              connect-to:
                east.hosts.test: "@east@"
                @west-host@: "@west@"
                relay-east.hosts.test: "@relay-east@"
                relay-west.hosts.test: "@relay-west@"
                mta-sts.@domain@: "@https@"
            """;

    /// The zone of the mail hosts, which is signed; TLSA records come on top.
    public static final String HOSTS =
            """
            $TTL 300
            $ORIGIN hosts.test.
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            east A 192.0.2.1
            west A 198.51.100.1
            relay-east A 192.0.2.25
            relay-west A 198.51.100.25
            imap A 127.0.0.1
            out-east A 192.0.2.10
            out-west A 198.51.100.20
            listed A 192.0.2.13
            other A 192.0.2.14
            helo A 192.0.2.15
            helo TXT "v=spf1 ip4:192.0.2.99 -all"
            east.dkim TXT %s
            west.dkim TXT %s
            weak.dkim TXT %s
            testing.dkim TXT %s
            revoked.dkim TXT "v=DKIM1; k=rsa; p="
            broken.dkim TXT "v=DKIM1; k=rsa; p=AAAA"
            """
                    .formatted(dkim("", 2048), dkim("", 2048), dkim("", 1024), dkim("t=y; ", 2048));

    /// Names of the addresses that send, and a blocklist with one entry.
    public static final String REVERSE_EAST =
            """
            $TTL 300
            @ SOA ns1.hosts.test. hostmaster.hosts.test. 1 3600 600 604800 300
            @ NS ns1.hosts.test.
            10 PTR out-east.hosts.test.
            11 PTR out-west.hosts.test.
            13 PTR listed.hosts.test.
            14 PTR other.hosts.test.
            15 PTR helo.hosts.test.
            """;

    public static final String REVERSE_WEST =
            """
            $TTL 300
            @ SOA ns1.hosts.test. hostmaster.hosts.test. 1 3600 600 604800 300
            @ NS ns1.hosts.test.
            20 PTR out-west.hosts.test.
            """;

    public static final String BLOCKLIST =
            """
            $TTL 300
            $ORIGIN bl.test.
            @ SOA ns1.hosts.test. hostmaster.hosts.test. 1 3600 600 604800 300
            @ NS ns1.hosts.test.
            2.0.0.127 A 127.0.0.2
            2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 A 127.0.0.2
            13.2.0.192 A 127.0.0.2
            13.2.0.192 TXT "sent rubbish"
            """;

    /// A blocklist that lists whatever it is asked about.
    public static final String LISTING_ALL =
            """
            $TTL 300
            $ORIGIN all.test.
            @ SOA ns1.hosts.test. hostmaster.hosts.test. 1 3600 600 604800 300
            @ NS ns1.hosts.test.
            * A 127.0.0.2
            """;

    private Healthy() {}

    private static String dkim(String flags, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            String key =
                    Base64.getEncoder()
                            .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            return "\"v=DKIM1; k=rsa; %sp=\" \"%s\" \"%s\""
                    .formatted(flags, key.substring(0, 200), key.substring(200));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an RSA key", e);
        }
    }
}
