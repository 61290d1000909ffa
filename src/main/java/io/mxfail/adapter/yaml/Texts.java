package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Variables;

import org.xbill.DNS.Name;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Tries the texts of a profile on each of its domains, so that what does not expand or read is
/// known before a run. Each text is complained of once, with the first domain that it fails on.
final class Texts {
    private final List<MailDomain> domains;
    private final Set<String> names = new HashSet<>();
    private final Problems problems;

    Texts(List<MailDomain> domains, Problems problems) {
        this.domains = List.copyOf(domains);
        this.problems = problems;
        domains.forEach(domain -> names.add(domain.name().toString(true)));
    }

    /// Reads the text for one domain; an empty result was reported, or another domain's failure
    /// was.
    <T> Optional<T> read(
            Tree.Scalar text,
            MailDomain domain,
            Set<Tree.Scalar> failed,
            BiFunction<String, Name, T> reader) {
        boolean expanded = false;
        try {
            String value = Variables.expand(text.text(), domain.variablesIn(domain.assumedZone()));
            expanded = true;
            return Optional.of(reader.apply(value, domain.name()));
        } catch (NotationException e) {
            if (failed.add(text)) {
                boolean inStep = !expanded || text.text().indexOf('$') < 0;
                problems.error(
                        inStep ? (e.at() == 0 ? text.place() : text.at(e.at())) : text.place(),
                        text.text().indexOf('$') >= 0 && domains.size() > 1
                                ? e.getMessage() + " (for " + domain.name().toString(true) + ")"
                                : e.getMessage(),
                        e.fix());
            }
            return Optional.empty();
        }
    }

    /// Checks that every variable of the text exists for every domain.
    void expandable(Tree.Scalar text) {
        if (text.text().indexOf('$') < 0) {
            return;
        }
        forEachDomain(text, (value, _) -> value);
    }

    /// Tries the text on every domain.
    void forEachDomain(Tree.Scalar text, BiFunction<String, Name, ?> reader) {
        var failed = new HashSet<Tree.Scalar>();
        domains.forEach(domain -> read(text, domain, failed, reader));
    }

    /// A mail address whose domain is in A-labels, still with its variables.
    String mail(Tree.Scalar text) {
        expandable(text);
        return literalMail(text);
    }

    /// The same where no variable expands and a dollar is a dollar.
    String literalMail(Tree.Scalar text) {
        int at = text.text().lastIndexOf('@');
        try {
            String host = Idn.ascii(text.text().substring(at + 1));
            if (text.text().substring(0, at).chars().anyMatch(c -> c > '~')) {
                throw new NotationException(
                        "\"" + Shown.text(text.text()) + "\" has letters beyond ASCII before the @",
                        "name a mailbox that every mail server can take");
            }
            return text.text().substring(0, at + 1) + host.toLowerCase(Locale.ROOT);
        } catch (NotationException e) {
            problems.error(text.place(), e);
            return text.text();
        }
    }

    /// A recipient must lie in a domain of the profile: nobody else's mail host is to answer.
    void recipient(Tree.Scalar text) {
        forEachDomain(
                text,
                (value, _) -> {
                    if (!names.contains(domainOf(value))) {
                        throw new NotationException(
                                "the recipient "
                                        + Shown.text(value)
                                        + " is in no domain of this profile",
                                "name mailboxes of its domains, such as postmaster@${domain}");
                    }
                    return value;
                });
    }

    boolean isOwnMail(Tree.Scalar text) {
        return names.contains(domainOf(text.text()));
    }

    boolean isOwn(String domain) {
        return names.contains(domain);
    }

    private static String domainOf(String mail) {
        try {
            String domain = Idn.ascii(mail.substring(mail.lastIndexOf('@') + 1));
            domain = domain.toLowerCase(Locale.ROOT);
            return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        } catch (NotationException _) {
            // it is reported where the address itself is read
            return "";
        }
    }
}
