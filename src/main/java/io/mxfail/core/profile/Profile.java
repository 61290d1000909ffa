package io.mxfail.core.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One mail service: its domains, where their DNS is written, and the sites that can carry the
/// mail.
///
/// A profile that exists is valid by every rule that needs no network.
///
/// @param about its name and who looks after it
/// @param domains switched together, one report line each
/// @param providers where the zones are written; each write goes to all of them
/// @param sites by name, in the profile's order
/// @param policies the rules by which records change
/// @param probing how hosts are probed and a switch is verified
public record Profile(
        About about,
        List<MailDomain> domains,
        List<ProviderConfig> providers,
        Map<String, Site> sites,
        Policies policies,
        Probing probing) {
    private static final String VARIABLE = "env:";

    public Profile {
        domains = List.copyOf(domains);
        providers = List.copyOf(providers);
        sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    }

    /// The profile's name and who looks after it.
    ///
    /// @param file the file it was read from, as the user would name it
    /// @param neighbours what other profiles of the folder claim in the same zones
    public record About(
            String name,
            Optional<String> description,
            List<String> contacts,
            String file,
            Neighbours neighbours) {
        public About {
            contacts = List.copyOf(contacts);
        }
    }

    /// What other profiles of the folder claim, so that no shrink takes it away.
    ///
    /// @param spf SPF terms by domain name (absolute, lower case), as normalised text
    /// @param unread the files of those that have errors, so that they may claim more than is known
    public record Neighbours(Map<String, List<String>> spf, List<String> unread) {
        /// A folder with one profile.
        public static final Neighbours NONE = new Neighbours(Map.of(), List.of());

        public Neighbours {
            spf = Map.copyOf(spf);
            unread = List.copyOf(unread);
        }
    }

    /// The profile's name.
    public String name() {
        return about.name();
    }

    /// The environment variables in which this profile keeps secrets.
    public Set<String> secretVariables() {
        var texts = new ArrayList<Object>(providers.stream().map(p -> p.options()).toList());
        sites.values().forEach(s -> s.submission().ifPresent(r -> texts.add(r.password())));
        Stream.of(probing.verify().delivery(), probing.verify().outbound())
                .flatMap(Optional::stream)
                .flatMap(c -> Stream.concat(Stream.of(c.mailbox()), c.sites().values().stream()))
                .forEach(mailbox -> texts.add(mailbox.password()));
        return texts.stream()
                .flatMap(Profile::texts)
                .filter(text -> text.startsWith(VARIABLE))
                .map(text -> text.substring(VARIABLE.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> texts(Object value) {
        return switch (value) {
            case String text -> Stream.of(text);
            case Optional<?> maybe -> maybe.stream().flatMap(Profile::texts);
            case Map<?, ?> group -> group.values().stream().flatMap(Profile::texts);
            default -> Stream.empty();
        };
    }

    /// A site by name.
    public Optional<Site> site(String name) {
        return Optional.ofNullable(sites.get(name));
    }
}
