package io.mxfail.adapter.yaml;

import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the profiles of a folder must be to each other.
final class FolderRules {
    private final Problems problems;

    FolderRules(Problems problems) {
        this.problems = problems;
    }

    /// @param all every profile that was read
    /// @param wanted those whose problems count
    void check(List<Draft> all, Set<Draft> wanted) {
        for (Draft draft : all) {
            if (!wanted.contains(draft) && draft.problems().hasErrors()) {
                problems.warning(
                        draft.source().start(),
                        "the profile beside has errors: what it claims is known in part only",
                        "`mxfail lint` shows them");
            }
        }
        names(all, wanted);
        var rules = new DomainRules(problems);
        // those that are not asked for come first, so that a collision is reported where it counts
        all.stream()
                .filter(draft -> !wanted.contains(draft))
                .forEach(draft -> rules.check(draft.domains(), draft.shownName(), false));
        all.stream()
                .filter(wanted::contains)
                .forEach(draft -> rules.check(draft.domains(), draft.shownName(), true));
    }

    private void names(List<Draft> all, Set<Draft> wanted) {
        Map<String, Draft> byName = new HashMap<>();
        for (Draft draft : all) {
            if (draft.name().isEmpty()) {
                continue;
            }
            Tree.Scalar name = draft.name().get();
            Draft before = byName.putIfAbsent(name.text(), draft);
            if (before != null && (wanted.contains(before) || wanted.contains(draft))) {
                problems.error(
                        name.place(),
                        "the name `" + name.text() + "` is taken by " + before.source().shown(),
                        "give each profile of the folder its own name");
            }
        }
    }

    /// The profile with the SPF terms that others claim at its domains, as far as they can be read.
    @SuppressWarnings("ReferenceEquality") // itself is left out, not a profile that is like it
    static Profile beside(Profile profile, Draft draft, List<Draft> all) {
        var own = new HashSet<Name>();
        for (MailDomain domain : profile.domains()) {
            own.add(domain.name());
        }
        Map<String, Set<String>> terms = new HashMap<>();
        for (Draft other : all) {
            if (other == draft) {
                continue;
            }
            for (Draft.DomainDraft domain : other.domains()) {
                Name name = domain.domain().domain().name();
                if (own.contains(name)) {
                    for (Entries site : domain.sites()) {
                        site.spf().stream()
                                .map(Entries.Entry::value)
                                .map(SpfTerm::normalised)
                                .forEach(
                                        terms.computeIfAbsent(name.toString(), _ -> new TreeSet<>())
                                                ::add);
                    }
                }
            }
        }
        List<String> unread =
                all.stream()
                        .filter(other -> other != draft && other.problems().hasErrors())
                        .map(other -> other.source().shown())
                        .toList();
        if (terms.isEmpty() && unread.isEmpty()) {
            return profile;
        }
        Map<String, List<String>> neighbours = new HashMap<>();
        terms.forEach((name, claimed) -> neighbours.put(name, new ArrayList<>(claimed)));
        Profile.About about = profile.about();
        return new Profile(
                new Profile.About(
                        about.name(),
                        about.description(),
                        about.contacts(),
                        about.file(),
                        new Profile.Neighbours(neighbours, unread)),
                profile.domains(),
                profile.providers(),
                profile.sites(),
                profile.policies(),
                profile.probing());
    }
}
