package io.mxfail.app;

import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.ProfileSource;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Which profiles and domains a command is about.
///
/// @param profiles by name or file path, as given with `-p`
/// @param all every profile of the folder
/// @param domains as given with `--domain`; empty: every one
public record Selection(List<String> profiles, boolean all, List<String> domains) {
    public Selection {
        profiles = List.copyOf(profiles);
        domains = List.copyOf(domains);
    }

    /// Whether it is asked for as several, however many there are: what programs read then has the
    /// shape for several, so that a folder that grows or shrinks breaks no script.
    public boolean isForSeveral() {
        return all || profiles.size() > 1;
    }

    /// A profile and those of its domains that are meant.
    record Chosen(Profile profile, List<MailDomain> domains) {
        Chosen {
            domains = List.copyOf(domains);
        }
    }

    /// The profiles for a command that only looks: without `-p`, every one of the folder.
    List<Chosen> observed(ProfileSource source) throws CommandFailure {
        return chosen(loaded(source).profiles());
    }

    /// The one profile for a command that changes something: without `-p`, the folder's only
    /// one.
    Chosen changed(ProfileSource source) throws CommandFailure {
        ProfileSource.Loaded loaded = filledIn(loaded(source));
        if (loaded.profiles().size() > 1) {
            throw CommandFailure.usage(
                    (all || profiles.size() > 1
                                    ? "this command works on one profile at a time"
                                    : "there are several profiles in " + loaded.folder())
                            + "; name one with -p: "
                            + names(loaded));
        }
        return chosen(loaded.profiles()).getFirst();
    }

    /// The profiles for a command that changes something and may be about several: with neither
    /// `-p` nor `--all`, the folder's only one.
    List<Chosen> changing(ProfileSource source) throws CommandFailure {
        ProfileSource.Loaded loaded = filledIn(loaded(source));
        if (loaded.profiles().size() > 1 && profiles.isEmpty() && !all) {
            throw CommandFailure.usage(
                    "there are several profiles in "
                            + loaded.folder()
                            + "; name them with -p, or all with --all: "
                            + names(loaded));
        }
        return chosen(loaded.profiles());
    }

    /// The profiles for a plan of several, which changes nothing: without `-p`, every one of the
    /// folder.
    List<Chosen> planned(ProfileSource source) throws CommandFailure {
        return chosen(filledIn(loaded(source)).profiles());
    }

    private static String names(ProfileSource.Loaded loaded) {
        return NameList.of(loaded.profiles().stream().map(Profile::name).toList());
    }

    /// Of what is selected, one profile and its domains.
    Selection only(Chosen one) {
        String file = one.profile().about().file();
        return new Selection(
                List.of(profiles.contains(file) ? file : one.profile().name()),
                false,
                one.domains().stream().map(domain -> domain.name().toString()).toList());
    }

    private ProfileSource.Loaded loaded(ProfileSource source) throws CommandFailure {
        ProfileSource.Loaded loaded = source.load(profiles);
        if (loaded.hasErrors()) {
            List<Problem> errors =
                    loaded.problems().stream()
                            .filter(p -> p.severity() == Problem.Severity.ERROR)
                            .toList();
            throw new CommandFailure(
                    Exit.USAGE,
                    "profile",
                    (errors.size() == 1
                                    ? errors.getFirst().line() == 0
                                            ? "the profiles cannot be used"
                                            : "the profile has an error"
                                    : "the profiles have " + errors.size() + " errors")
                            + others(loaded),
                    errors);
        }
        if (loaded.profiles().isEmpty()) {
            throw CommandFailure.usage(
                    "there is no profile in "
                            + loaded.folder()
                            + "; write one there, or name the folder with --profiles");
        }
        return loaded;
    }

    /// One broken file must not keep another company's mail down.
    private String others(ProfileSource.Loaded loaded) {
        return profiles.isEmpty() && !loaded.profiles().isEmpty()
                ? "; to go on without what is broken, name what is meant with -p: " + names(loaded)
                : "";
    }

    /// Refuses what `init` left open: those who only look may use it, but mail must not be moved to
    /// a host that nobody named.
    private static ProfileSource.Loaded filledIn(ProfileSource.Loaded loaded)
            throws CommandFailure {
        List<Problem> open =
                loaded.problems().stream()
                        .filter(p -> p.severity() == Problem.Severity.PLACEHOLDER)
                        .toList();
        if (!open.isEmpty()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "profile",
                    (open.size() == 1 ? "one place" : open.size() + " places")
                            + " of the profile must be filled in first; nothing changed",
                    open);
        }
        return loaded;
    }

    private List<Chosen> chosen(Collection<Profile> loaded) throws CommandFailure {
        var wanted = new ArrayList<Name>();
        for (String domain : domains) {
            wanted.add(name(domain));
        }
        var chosen = new ArrayList<Chosen>();
        for (Profile profile : loaded) {
            List<MailDomain> of =
                    profile.domains().stream()
                            .filter(d -> wanted.isEmpty() || wanted.contains(d.name()))
                            .toList();
            if (!of.isEmpty()) {
                chosen.add(new Chosen(profile, of));
            }
        }
        Optional<Name> missing =
                wanted.stream()
                        .filter(
                                name ->
                                        chosen.stream()
                                                .flatMap(c -> c.domains().stream())
                                                .noneMatch(d -> d.name().equals(name)))
                        .findFirst();
        if (missing.isPresent()) {
            List<String> known =
                    loaded.stream()
                            .flatMap(profile -> profile.domains().stream())
                            .map(domain -> domain.name().toString(true))
                            .toList();
            throw CommandFailure.usage(
                    missing.get().toString(true)
                            + " is a domain of none of the profiles "
                            + NameList.of(loaded.stream().map(Profile::name).toList())
                            + "; "
                            + Nearest.question(missing.get().toString(true), known)
                            + "there are "
                            + NameList.of(known));
        }
        return chosen;
    }

    static Name name(String domain) throws CommandFailure {
        try {
            return Name.fromString(IDN.toASCII(domain), Name.root).canonicalize();
        } catch (TextParseException | IllegalArgumentException e) {
            throw CommandFailure.usage("`" + domain + "` is not a domain name");
        }
    }
}
