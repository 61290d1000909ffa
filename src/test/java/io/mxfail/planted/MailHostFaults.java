package io.mxfail.planted;

import io.mxfail.planted.Fault.Shown;

import java.util.List;
import java.util.stream.Stream;

/// What can be wrong with mail hosts: their names, their certificates, TLSA records and replies.
public final class MailHostFaults {
    private static final String RULES = "smtpd_recipient_restrictions = ";

    private MailHostFaults() {}

    public static List<Fault> all() {
        return Stream.of(names(), tls(), dane(), replies(), offers(), relays())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> names() {
        String mx = "mx: [\"10 @west-host@.\"]";
        return List.of(
                Fault.of("MX-ADDR", "the backup's host has no address that strangers find")
                        .host(Shown.FITTING)
                        .addresses("TXT none"),
                Fault.of("MX-ADDR", "the backup names a host that does not exist")
                        .profile("@west-host@: \"@west@\"", "unused.hosts.test: \"@west@\"")
                        .profile(mx, "mx: [\"10 nobody.hosts.test.\"]"),
                Fault.of("MX-CNAME", "the backup's host is an alias")
                        .host(Shown.FITTING)
                        // the target has no TLSA records, so that the host's own count
                        .addresses("CNAME relay-west.hosts.test."),
                Fault.of("MX-CNAME", "the backup's host is an alias in the company's zone")
                        .host(Shown.FITTING)
                        .named("mx.@domain@")
                        .record("mx CNAME relay-west.hosts.test.")
                        .record("_25._tcp.mx TLSA 3 1 1 @fitting@")
                        .security(Fault.Security.SIGNED),
                Fault.of("MX-NO-IPV4", "the backup's host has IPv6 alone")
                        .host(Shown.FITTING)
                        .addresses("AAAA 2001:db8::25"),
                Fault.of("MX-MANY", "a host after five addresses")
                        .host(Shown.FITTING)
                        .addresses(
                                "A 203.0.113.1",
                                "A 203.0.113.2",
                                "A 203.0.113.3",
                                "A 203.0.113.4",
                                "A 203.0.113.5")
                        .profile(mx, "mx: [\"10 @west-host@.\", \"20 west.hosts.test.\"]")
                        .profile(
                                "connect-to:\n",
                                "connect-to:\n    west.hosts.test: \"@shared-west@\"\n"));
    }

    private static List<Fault> tls() {
        return List.of(
                Fault.of("TLS-NAME", "a certificate for another name")
                        .host(Shown.OTHER_NAME)
                        .along("MTASTS-TLS"),
                Fault.of("TLS-EXPIRED", "a certificate that has ended")
                        .host(Shown.EXPIRED)
                        .along("MTASTS-TLS"),
                Fault.of("TLS-EXPIRING", "a certificate that ends in three days")
                        .host(Shown.ENDING),
                Fault.of("TLS-MISSING", "no STARTTLS")
                        .host(Shown.FITTING, "smtpd_tls_security_level = none")
                        .along("DANE-MISMATCH", "MTASTS-TLS"),
                Fault.of("MTASTS-TLS", "a certificate of an authority that nobody knows")
                        .host(Shown.STRANGER),
                Fault.of("TLS-OLD", "nothing newer than TLS 1.1")
                        .host(
                                Shown.FITTING,
                                "smtpd_tls_protocols = TLSv1, TLSv1.1",
                                "smtpd_tls_ciphers = low",
                                "tls_low_cipherlist = ALL:@SECLEVEL=0")
                        .along("TLS-MISSING", "DANE-MISMATCH", "MTASTS-TLS"));
    }

    private static List<Fault> dane() {
        String foreign = "3 1 1 " + "00".repeat(32);
        return List.of(
                Fault.of("DANE-MISMATCH", "the TLSA record is of another key")
                        .host(Shown.FITTING)
                        .tlsa(foreign),
                Fault.of("DANE-MISSING", "the backup has no TLSA records")
                        .host(Shown.FITTING)
                        .withoutTlsa(),
                Fault.of("DANE-UNSIGNED", "TLSA records in a zone that is not signed")
                        .host(Shown.FITTING)
                        .named("mx.@domain@")
                        .record("mx A 198.51.100.1")
                        .record("_25._tcp.mx TLSA 3 1 1 @fitting@"),
                Fault.of("DANE-ROLLOVER", "a kind of TLSA record fits nothing")
                        .host(Shown.FITTING)
                        .tlsa("3 1 1 @fitting@", "2 1 1 " + "00".repeat(32)));
    }

    private static List<Fault> replies() {
        return List.of(
                answering("TARGET-RCPT", "it relays for nobody", "reject"),
                answering(
                        "TARGET-RCPT",
                        "it does not know the recipients",
                        "check_recipient_access static:{550 5.1.1 User unknown}"),
                answering("TARGET-UNKNOWN", "it puts everybody off", "defer"),
                answering(
                                "GREYLISTED",
                                "it greylists",
                                "check_recipient_access static:{450 4.2.0 Greylisted, come back}")
                        .along("TARGET-UNKNOWN"),
                answering(
                                "PROBE-REFUSED",
                                "it refuses the address that asks",
                                "check_client_access static:{554 5.7.1 Your IP is blocked by a"
                                        + " blocklist}")
                        .along("TARGET-UNKNOWN"),
                Fault.of("OPEN-RELAY", "it relays for everybody")
                        .host(
                                Shown.FITTING,
                                "mynetworks = 0.0.0.0/0",
                                "smtpd_relay_restrictions = permit_mynetworks, reject",
                                RULES + "permit_mynetworks, reject"),
                Fault.of("RCPT-CATCHALL", "it takes every name")
                        .host(Shown.FITTING, "smtpd_reject_unlisted_recipient = no"),
                Fault.of("SMTP-NULL-SENDER", "it refuses the null sender")
                        .host(
                                Shown.FITTING,
                                "smtpd_sender_restrictions = check_sender_access"
                                        + " inline:{{ <> = 550 5.7.1 null sender refused }}")
                        .along("TARGET-UNKNOWN"),
                Fault.of("SMTP-SLOW", "it greets after four seconds")
                        .host(
                                Shown.FITTING,
                                "smtpd_delay_reject = no",
                                "smtpd_client_restrictions = sleep 4")
                        // else so late that a busy machine does not look like a slow host
                        .profile("{warn: 15s,", "{warn: 3s,"),
                Fault.of("TARGET-UNREACHABLE", "nothing listens at the backup")
                        .profile("\"@west@\"", "\"@closed@\""),
                Fault.of("TARGET-UNREACHABLE", "nothing listens at the primary")
                        .profile("\"@east@\"", "\"@closed@\""),
                Fault.of("PORT25-BLOCKED", "no mail host is reached, nor the control host")
                        .profile("\"@east@\"", "\"@closed@\"")
                        .profile("\"@west@\"", "\"@closed@\"")
                        .profile("  helo:", "  control: control.hosts.test\n  helo:")
                        .profile(
                                "connect-to:\n",
                                "connect-to:\n    control.hosts.test: \"@closed@\"\n")
                        .along("TARGET-UNKNOWN"),
                Fault.of("RCPT-SAMPLE", "only postmaster is asked about")
                        .profile(", \"billing@${domain}\"", ""),
                Fault.of("RCPT-SAMPLE", "nobody is asked about")
                        .profile("[\"postmaster@${domain}\", \"billing@${domain}\"]", "[]")
                        .along("TARGET-UNKNOWN"));
    }

    private static Fault answering(String rule, String what, String restriction) {
        return Fault.of(rule, what).host(Shown.FITTING, RULES + restriction);
    }

    private static List<Fault> offers() {
        return List.of(
                Fault.of("SMTP-SIZE", "the backup takes shorter messages")
                        .host(Shown.FITTING, "message_size_limit = 100000")
                        .by("plan", "--to", "backup"),
                Fault.of("SMTP-EXTENSIONS", "the backup does not take 8BITMIME")
                        .host(Shown.FITTING, "smtpd_discard_ehlo_keywords = 8bitmime")
                        .by("plan", "--to", "backup"));
    }

    private static List<Fault> relays() {
        String relay = "host: relay-west.hosts.test";
        String at = "relay-west.hosts.test: \"@relay-west@\"";
        return List.of(
                Fault.of("SUBMISSION-UNREACHABLE", "nothing listens at the backup's relay")
                        .profile(at, "relay-west.hosts.test: \"@closed@\""),
                Fault.of("SUBMISSION-TLS-NAME", "applications use another name")
                        .profile(relay, "host: \"smtp.${domain}\"")
                        .profile(
                                at,
                                "relay-west.hosts.test: \"@relay-west@\"\n"
                                        + "    smtp.@domain@: \"@relay-west@\""),
                Fault.of("SUBMISSION-AUTH", "the relay has no login")
                        .profile(relay, relay + ", user: news, password: \"file:@secret@\""));
    }
}
