package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;

/// A mail domain below `arpa`, whose names are for infrastructure (RFC 3172, section 2): some
/// receivers take none of its mail, and nobody expects any there.
final class DomainArpa implements Rule {
    private static final Name ARPA = Name.fromConstantString("arpa.");
    private static final String NOBODY = "v=spf1 -all";

    @Override
    public String id() {
        return "DOMAIN-ARPA";
    }

    static boolean isInfrastructure(Name name) {
        return name.subdomain(ARPA);
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> isInfrastructure(domain.name()))
                .filter(DomainArpa::isForMail)
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name().toString(),
                                                "RFC 3172, section 2")
                                        .warn(
                                                domain.name()
                                                        + " is a name for infrastructure and is"
                                                        + " used for mail",
                                                "use another domain for mail; say of this one that"
                                                        + " it has none: publish "
                                                        + ToPublish.of(
                                                                domain.name(), Type.MX, "0 .")
                                                        + " and "
                                                        + ToPublish.txt(domain.name(), NOBODY)))
                .toList();
    }

    private static boolean isForMail(DomainCase domain) {
        return domain.transition().mxAfter().stream()
                        .anyMatch(mx -> !mx.getTarget().equals(Name.root))
                || domain.transition().spfAfter().stream()
                        .anyMatch(text -> !text.strip().equalsIgnoreCase(NOBODY));
    }
}
