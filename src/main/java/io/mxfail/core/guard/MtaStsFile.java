package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a domain would serve and publish for MTA-STS, so that every site may take its mail.
final class MtaStsFile {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    // senders forget a policy that is only tried out within a day
    private static final Duration TRIED = Duration.ofDays(1);

    private MtaStsFile() {}

    /// The policy with the mail hosts of every site; as strict as the one that is served, whether
    /// senders can read it or not, else one that only reports.
    private static MtaStsPolicy policy(Situation situation, DomainCase domain) {
        var hosts = new TreeSet<String>();
        domain.transition().view().sites().keySet().stream()
                .flatMap(site -> domain.hostsOf(site).stream())
                .filter(host -> !host.equals(Name.root))
                .forEach(host -> hosts.add(host.toString(true)));
        List<String> all = List.copyOf(hosts);
        return MtaStsPolicies.meant(situation, domain.name(), all, TRIED)
                .orElseGet(() -> new MtaStsPolicy(MtaStsPolicy.Mode.TESTING, all, TRIED));
    }

    /// The record that announces another policy: an id that no earlier one had, by the time of day
    /// (RFC 8461, section 3.1).
    static String record(Situation situation, Name domain) {
        return ToPublish.txt(MailDns.policyRecord(domain), MtaStsRecord.text(id(situation)));
    }

    static String id(Situation situation) {
        return ID.format(situation.task().now());
    }

    /// What to publish in the place of records that senders pass over, and to serve before that
    /// (section 8.1).
    static String fix(Situation situation, DomainCase domain, String whose) {
        return whole(situation, domain) + " in " + whose + " place";
    }

    /// What to serve, and to publish then.
    static String whole(Situation situation, DomainCase domain) {
        return serve(situation, domain) + "; then publish " + record(situation, domain.name());
    }

    /// What to serve.
    static String serve(Situation situation, DomainCase domain) {
        return "have https://"
                + MailDns.policyHost(domain.name()).toString(true)
                + "/.well-known/mta-sts.txt say, a line each, "
                + lines(policy(situation, domain));
    }

    private static String lines(MtaStsPolicy policy) {
        return policy.lines().stream()
                .map(line -> "`" + line + "`")
                .collect(Collectors.joining(", "));
    }
}
