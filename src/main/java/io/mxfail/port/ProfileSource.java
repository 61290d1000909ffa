package io.mxfail.port;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Profile;

import java.util.List;

/// Where profiles come from.
public interface ProfileSource {
    /// Reads profiles.
    ///
    /// @param names the profiles wanted, by name or file path; empty: every one of the folder
    Loaded load(List<String> names);

    /// The format of a profile, as JSON Schema.
    String schema();

    /// What is known of the email services that profiles lead to.
    default List<EspKnowledge> esps() {
        return List.of();
    }

    /// What was read: profiles that are valid, and everything that is wrong with the others.
    /// Both may hold something.
    ///
    /// @param folder the folder that was searched, as the user would name it
    /// @param profiles by file name
    /// @param problems errors and warnings, in the order of file and line
    record Loaded(String folder, List<Profile> profiles, List<Problem> problems) {
        public Loaded {
            profiles = List.copyOf(profiles);
            problems = List.copyOf(problems);
        }

        /// Whether any problem stops the work.
        public boolean hasErrors() {
            return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        }
    }
}
