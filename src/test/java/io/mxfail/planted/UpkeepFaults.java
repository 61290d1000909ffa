package io.mxfail.planted;

import java.util.List;

/// What can be wrong with the profile, the provider of DNS and the records of email services.
public final class UpkeepFaults {
    private static final String WEST_RECORDS = "records: [\"smtp CNAME relay-west.hosts.test.\"]";

    private UpkeepFaults() {}

    public static List<Fault> all() {
        return List.of(
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
