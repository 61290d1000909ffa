package io.mxfail.planted;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What can be wrong with the profile, the provider of DNS and the records of email services.
public final class UpkeepFaults {
    private static final String WEST_RECORDS = "records: [\"smtp CNAME relay-west.hosts.test.\"]";

    private static final String PROVIDER =
            "provider: {type: rfc2136, server: \"@bind@\", tsig: @tsig@}";
    private static final String BOTH =
            """
            providers:
              - {type: rfc2136, server: "@bind@", tsig: @tsig@}
              - {type: rfc2136, server: "@second@", tsig: @tsig@}\
            """;
    private static final String OTHER_MX = "@ MX 20 east.hosts.test.";
    private static final String MX = "@ MX 10 east.hosts.test.";

    /// A test message through the relays, which all send from 127.0.0.2.
    public static final String OUTBOUND =
            """
            verify:
              outbound:
                to: probe@outside.test
                imap: "imaps://probe@imap.hosts.test:@outside-imap@"
                password: "file:@secret@"
            checks:
            """;

    private UpkeepFaults() {}

    public static List<Fault> all() {
        return Stream.of(upkeep(), services(), providers()).flatMap(List::stream).toList();
    }

    /// Providers of DNS that do not fit the plan. Rules about what a service cannot do are planted
    /// at the strict stand-in for Cloudflare, since BIND can do all of it.
    private static List<Fault> providers() {
        return List.of(
                Fault.of("PROVIDERS-DISAGREE", "a second provider has another MX")
                        .behind(MX, OTHER_MX)
                        .profile(PROVIDER, BOTH)
                        .along("NS-DISAGREE"),
                Fault.of("PROVIDER-NOT-DELEGATED", "a second provider with name servers of its own")
                        .apart("@ NS ns1\n", "@ NS ns.elsewhere.test.\n")
                        .profile(PROVIDER, BOTH),
                atCloudflare("TTL-MINIMUM", "the service takes no TTL under a minute")
                        .profile("checks:\n", "ttl: {switching: 30s}\nchecks:\n")
                        .by("plan", "--to", "backup"),
                atCloudflare("BATCH-LIMIT", "a switch of more sets than a batch takes")
                        .profile(WEST_RECORDS, many())
                        .by("plan", "--to", "backup"));
    }

    private static Fault atCloudflare(String rule, String what) {
        return Fault.of(rule, what)
                .at(Fault.Provider.CLOUDFLARE)
                .profile(
                        PROVIDER,
                        "provider: {type: cloudflare, endpoint: \"@cloudflare@\","
                                + " token: \"file:@token@\"}");
    }

    private static String many() {
        return "records: [\"smtp CNAME relay-west.hosts.test.\", "
                + IntStream.range(0, 201)
                        .mapToObj("\"n%d A 198.51.100.9\""::formatted)
                        .collect(Collectors.joining(", "))
                + "]";
    }

    /// Email services of which something is known.
    private static List<Fault> services() {
        String bounce = "\"bounce MX 10 feedback-smtp.eu-west-1.amazonses.com.\"";
        return List.of(
                Fault.of("ESP-TRACKING-MOVES", "links of sent mail lead elsewhere")
                        .record("links CNAME mailgun.org.")
                        .profile(
                                "records: [\"smtp CNAME relay-east.hosts.test.\"]",
                                "records: [\"smtp CNAME relay-east.hosts.test.\","
                                        + " \"links CNAME mailgun.org.\"]")
                        .profile(
                                WEST_RECORDS,
                                "records: [\"smtp CNAME relay-west.hosts.test.\","
                                        + " \"links CNAME relay-west.hosts.test.\"]")
                        .by("plan", "--to", "backup"),
                Fault.of("ESP-VERIFY-LATE", "Amazon SES would find its name only after the switch")
                        .profile(
                                WEST_RECORDS,
                                "records: [\"smtp CNAME relay-west.hosts.test.\", " + bounce + "]")
                        .by("plan", "--to", "backup"));
    }

    private static List<Fault> upkeep() {
        return List.of(
                Fault.of("PROFILE-CHANGED", "a site changed after the plan was reviewed")
                        .first("plan", "--to", "backup", "--out", "@plan@")
                        .later(
                                "spf: [ip4:198.51.100.20]",
                                "spf: [ip4:198.51.100.20, a:east.hosts.test]")
                        .by("apply", "@plan@", "--yes"),
                Fault.of("NAME-OUTSIDE", "a run is taken back whose name the profile lost since")
                        .profile(
                                WEST_RECORDS,
                                "records: [\"smtp CNAME relay-west.hosts.test.\","
                                        + " \"spare A 198.51.100.9\"]")
                        .first("prepare", "--to", "backup", "--yes")
                        .later(", \"spare A 198.51.100.9\"", "")
                        .by("undo", "--yes", "--dry-run"),
                Fault.of("BREACH-OPEN", "a foreign SPF term covers the site that was broken into")
                        .instead("ip4:192.0.2.10 ", "ip4:192.0.2.10 ip4:192.0.2.0/24 ")
                        .by("plan", "--to", "backup", "--mode", "breach"),
                Fault.of("CANARY-ASTRAY", "what is sent to the primary comes into another mailbox")
                        .profile(
                                "checks:\n",
                                """
                                verify:
                                  timeout: 3s
                                  delivery:
                                    to: "postmaster@${domain}"
                                    from: ops@example.test
                                    imap: "imaps://probe@imap.hosts.test:@imap@"
                                    password: "file:@secret@"
                                    sites:
                                      primary:
                                        imap: "imaps://probe@imap.hosts.test:@outside-imap@"
                                        password: "file:@secret@"
                                checks:
                                """)
                        .by("check", "--send"),
                Fault.of("CANARY-DMARC", "the relay sends from where no SPF record knows it")
                        .profile("checks:\n", OUTBOUND)
                        .by("check", "--send"),
                Fault.of("CANARY-JUNK", "the test message comes among junk")
                        .profile(
                                "checks:\n",
                                """
                                verify:
                                  delivery:
                                    to: "junk@${domain}"
                                    from: ops@example.test
                                    imap: "imaps://probe@imap.hosts.test:@imap@"
                                    password: "file:@secret@"
                                checks:
                                """)
                        .by("check", "--send"),
                Fault.of("CHECKLIST-OVERDUE", "the suppression list was never copied")
                        .profile(
                                WEST_RECORDS,
                                WEST_RECORDS
                                        + "\n"
                                        + "    checklist: [{id: list, text: Copy it, every:"
                                        + " 30d}]"),
                Fault.of("ESP-NAME-DOUBLED", "a name ends in the domain twice")
                        .record("out.@domain@ CNAME relay-west.hosts.test.")
                        .profile(
                                WEST_RECORDS,
                                "records: [\"smtp CNAME relay-west.hosts.test.\","
                                        + " \"out.@domain@ CNAME relay-west.hosts.test.\"]"),
                Fault.of("ESP-BOUNCE-MX", "two MX where Amazon SES wants to be alone")
                        .record("bounce MX 10 feedback-smtp.eu-west-1.amazonses.com.")
                        .record("bounce MX 20 west.hosts.test.")
                        .profile(
                                WEST_RECORDS,
                                "records: [\"smtp CNAME relay-west.hosts.test.\", \"bounce MX 10"
                                    + " feedback-smtp.eu-west-1.amazonses.com.\", \"bounce MX 20"
                                    + " west.hosts.test.\"]"),
                Fault.of("PROVIDER-AUTH", "the key's secret is another")
                        .profile("@tsig@", "@wrong-tsig@"),
                Fault.of("PROVIDER-UNREACHABLE", "nothing listens at the provider")
                        .profile("server: \"@bind@\"", "server: \"@closed@\""),
                Fault.of("PROVIDER-ZONE", "the provider does not have the zone")
                        .profile("server: \"@bind@\"", "server: \"@second@\""),
                Fault.of("FREEZE", "a planned switch inside a freeze")
                        .profile(
                                "checks:\n",
                                "freeze: [\"2020-01-01T00:00Z/2099-01-01T00:00Z\"]\nchecks:\n")
                        .by("plan", "--to", "backup"),
                Fault.of("CNAME-OCCUPIED", "the backup's alias would stand beside a text")
                        .instead(
                                "smtp CNAME relay-east.hosts.test.",
                                "smtp A 192.0.2.25\nsmtp TXT \"kept\"")
                        .by("plan", "--to", "backup"));
    }
}
