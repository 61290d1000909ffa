package io.mxfail.adapter.yaml;

import io.mxfail.core.plan.Claim;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.SiteRecords;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A profile as far as it could be read.
///
/// @param source its file
/// @param name its name and the place of it, if it has one
/// @param domains what its sites want, by domain
/// @param programs where it starts programs
/// @param profile the profile; to be used only where nothing is wrong
/// @param problems what is wrong
record Draft(
        Source source,
        Optional<Tree.Scalar> name,
        List<DomainDraft> domains,
        List<Place> programs,
        Optional<Profile> profile,
        Problems problems) {

    static Draft unreadable(Source source, Problems problems) {
        return new Draft(
                source, Optional.empty(), List.of(), List.of(), Optional.empty(), problems);
    }

    /// The profile's name, or the file's where it has none.
    String shownName() {
        return name.map(Tree.Scalar::text).orElseGet(this::fileName);
    }

    /// The file's name without its ending.
    String fileName() {
        return source.path().getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    boolean isUsable() {
        return profile.isPresent() && !problems.hasErrors();
    }

    /// A domain and what each site wants there.
    record DomainDraft(DomainReader.Placed domain, List<Entries> sites) {
        List<Claim> claims() {
            Map<String, SiteRecords> records = new LinkedHashMap<>();
            sites.forEach(site -> records.put(site.name(), site.values()));
            return Claim.of(records);
        }
    }
}
