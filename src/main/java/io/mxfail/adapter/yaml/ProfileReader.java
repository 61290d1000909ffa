package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.core.profile.Site;
import io.mxfail.spi.ProviderDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one profile with everything that is wrong with it.
final class ProfileReader {
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>:]+@([^\\s@<>]+)");

    private final List<ProviderDescription> providers;
    private final Shape.Group format;

    ProfileReader(List<ProviderDescription> providers) {
        this.providers = List.copyOf(providers);
        this.format = ProfileFormat.of(providers);
    }

    Draft read(Source source) {
        var problems = new Problems();
        return TextFile.read(source, Includes.MOST_BYTES, problems)
                .flatMap(text -> YamlText.read(source, text, problems))
                .map(fields -> draft(source, Includes.join(fields, problems), problems))
                .orElseGet(() -> Draft.unreadable(source, problems));
    }

    private Draft draft(Source source, Tree.Fields written, Problems problems) {
        Tree.Fields fields =
                new ShapeCheck(problems)
                        .check("profile", written, format)
                        .filter(Tree.Fields.class::isInstance)
                        .map(Tree.Fields.class::cast)
                        .orElse(written);
        var domains = new DomainReader(problems).read(fields.value("domains"));
        var texts = new Texts(domains.stream().map(DomainReader.Placed::domain).toList(), problems);
        List<SiteReader.Placed> sites = new SiteReader(texts, problems).read(fields);
        List<Draft.DomainDraft> drafts = drafts(domains, sites, texts);
        new RecordRules(problems, sites).check(drafts);
        contacts(fields, texts, problems);
        Placeholders.check(fields, problems);
        List<ProviderConfig> configs = new ProviderReader(providers, problems).read(fields);
        Policies policies = new PolicyReader(fields, problems).read();
        PolicyIdRules.check(policies, drafts, problems);
        Probing probing = new ProbingReader(fields, texts, byName(sites), problems).read();
        Optional<Profile> profile =
                fields.text("name")
                        .map(
                                name ->
                                        new Profile(
                                                about(name, source, fields),
                                                domains.stream()
                                                        .map(DomainReader.Placed::domain)
                                                        .toList(),
                                                configs,
                                                byName(sites),
                                                policies,
                                                probing));
        return new Draft(
                source, fields.scalar("name"), drafts, Programs.in(fields), profile, problems);
    }

    private static Profile.About about(String name, Source source, Tree.Fields fields) {
        return new Profile.About(
                name,
                fields.text("description"),
                fields.texts("contacts"),
                source.shown(),
                Profile.Neighbours.NONE);
    }

    private static LinkedHashMap<String, Site> byName(List<SiteReader.Placed> sites) {
        var byName = new LinkedHashMap<String, Site>();
        sites.forEach(site -> byName.put(site.site().name(), site.site()));
        return byName;
    }

    private static List<Draft.DomainDraft> drafts(
            List<DomainReader.Placed> domains, List<SiteReader.Placed> sites, Texts texts) {
        var failed = Entries.nothingFailed();
        var drafts = new ArrayList<Draft.DomainDraft>();
        for (DomainReader.Placed domain : domains) {
            drafts.add(
                    new Draft.DomainDraft(
                            domain,
                            sites.stream()
                                    .map(s -> Entries.read(s, domain.domain(), texts, failed))
                                    .toList()));
        }
        return drafts;
    }

    /// Whoever is to be called must not be reached by the mail that is down.
    private static void contacts(Tree.Fields fields, Texts texts, Problems problems) {
        for (Tree.Scalar contact : fields.scalars("contacts")) {
            var mail = MAIL.matcher(contact.text());
            while (mail.find()) {
                if (texts.isOwn(mail.group(1).toLowerCase(java.util.Locale.ROOT))) {
                    problems.warning(
                            contact.at(mail.start()),
                            "the contact " + mail.group() + " is mail in a domain of this profile",
                            "name someone who can be reached while this mail is down");
                }
            }
        }
    }
}
