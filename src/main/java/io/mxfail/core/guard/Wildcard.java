package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A wildcard whose answers a switch changes or leaves behind (RFC 4592).
///
/// Mail for names below the domain follows the wildcard's MX, which does not move with the
/// domain's; and a name that gets a record of its own is answered by the wildcard no more, for any
/// type.
final class Wildcard implements Rule {
    private static final List<Integer> SYNTHESISED = List.of(Type.A, Type.AAAA, Type.MX, Type.TXT);

    @Override
    public String id() {
        return "WILDCARD";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            leftBehind(situation, domain, findings);
            shadowed(situation, domain, findings);
        }
        return findings;
    }

    private void leftBehind(Situation situation, DomainCase domain, List<Finding> findings) {
        List<Name> hosts = situation.names().dns().after().wildcardMx(domain.name());
        if (hosts.isEmpty() || domain.transition().view().ownsWildcardMx()) {
            return;
        }
        String wildcard = "*." + domain.name().toString(true);
        findings.add(
                Say.domain(this, situation, domain.name(), wildcard + ". MX", "RFC 4592, section 3")
                        .warn(
                                "mail for names below "
                                        + domain.name().toString(true)
                                        + " goes to "
                                        + Say.names(new TreeSet<>(hosts))
                                        + " by the wildcard "
                                        + wildcard
                                        + ", which does not move with the domain's MX",
                                "delete the wildcard's MX if nobody needs it, or give `"
                                        + "* MX` to the sites as `records`"));
    }

    /// Names that the plan gives a first record, and what the wildcard answered there until then.
    private void shadowed(Situation situation, DomainCase domain, List<Finding> findings) {
        MailDns before = situation.names().dns().before();
        Name zone = domain.transition().view().zone();
        domain.transition()
                .created()
                .forEach(
                        (name, gained) -> {
                            List<String> lost =
                                    before.synthesised(name, zone, SYNTHESISED).stream()
                                            .filter(type -> !gained.contains(type))
                                            .map(Type::string)
                                            .toList();
                            if (!lost.isEmpty()) {
                                findings.add(
                                        shadowed(
                                                situation,
                                                domain.name(),
                                                name,
                                                lost,
                                                records(before, name, gained)));
                            }
                        });
    }

    /// What the wildcard answered there, as records of the name's own.
    private static List<String> records(MailDns before, Name name, Set<Integer> gained) {
        return SYNTHESISED.stream()
                .filter(type -> !gained.contains(type))
                .flatMap(
                        type ->
                                before.data(name, type).stream()
                                        .map(data -> ToPublish.of(name, type, data)))
                .toList();
    }

    private Finding shadowed(
            Situation situation, Name domain, Name name, List<String> lost, List<String> records) {
        return Say.domain(this, situation, domain, name.toString(), "RFC 4592, section 2.2.1")
                .warn(
                        "a wildcard answers for "
                                + name.toString(true)
                                + " now; with a record of its own the name has no "
                                + Say.some(lost)
                                + " any more",
                        "publish what the name needs of "
                                + (records.isEmpty() ? Say.some(lost) : ToPublish.all(records))
                                + " beside the new record");
    }
}
