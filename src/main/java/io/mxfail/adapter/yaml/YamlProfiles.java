package io.mxfail.adapter.yaml;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.ProfileSource;
import io.mxfail.spi.ProviderDescription;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Profiles in YAML files.
///
/// Every file is read, whichever profiles are asked for, since what one may write depends on
/// what the others claim. What is wrong with a profile that is not asked for is only a warning:
/// one broken file must not keep another company's mail down.
public final class YamlProfiles implements ProfileSource {
    private final ProfileFolder folder;
    private final List<ProviderDescription> providers;
    private final ProfileReader reader;

    /// What comes with mxfail; read when it is first asked for, and once for all profiles.
    private List<EspKnowledge> shipped = List.of();

    /// What stands beside the profiles that were loaded last.
    private List<EspKnowledge> own = List.of();

    /// @param folder where to look
    /// @param providers the adapters that can be named, with their options
    public YamlProfiles(ProfileFolder folder, List<ProviderDescription> providers) {
        this.folder = folder;
        this.providers = List.copyOf(providers);
        this.reader = new ProfileReader(providers);
    }

    @Override
    public String schema() {
        return ProfileSchema.of(providers);
    }

    @Override
    public synchronized List<EspKnowledge> esps() {
        if (shipped.isEmpty()) {
            shipped = EspFiles.all();
        }
        return EspFiles.over(own, shipped);
    }

    @Override
    public Loaded load(List<String> names) {
        var problems = new Problems();
        var drafts = new ArrayList<Draft>();
        boolean inFolder = names.isEmpty() || names.stream().anyMatch(name -> !isPath(name));
        if (inFolder) {
            drafts.addAll(folder(folder.path(), folder.shown(), problems, true));
        }
        Set<Draft> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        wanted.addAll(names.isEmpty() ? drafts : List.of());
        for (String name : names) {
            wanted.addAll(
                    isPath(name) ? file(name, drafts, problems) : named(name, drafts, problems));
        }
        if (!inFolder || !problems.hasErrors()) {
            new FolderRules(problems).check(drafts, wanted);
        }
        readEsps(wanted, problems);
        return result(drafts, wanted, problems);
    }

    private synchronized void readEsps(Set<Draft> wanted, Problems problems) {
        Map<Path, String> folders = new TreeMap<>();
        for (Draft draft : wanted) {
            Path shown = Path.of(draft.source().shown()).getParent();
            folders.put(draft.source().folder(), shown == null ? "" : shown.toString());
        }
        var read = new ArrayList<EspKnowledge>();
        folders.forEach(
                (path, shown) -> read.addAll(EspFiles.own(new Source(path, shown), problems)));
        own = List.copyOf(read);
    }

    private Loaded result(List<Draft> drafts, Set<Draft> wanted, Problems problems) {
        var profiles = new ArrayList<Profile>();
        for (Draft draft : drafts) {
            if (wanted.contains(draft)) {
                Trust.check(draft, folder, problems);
                problems.addAll(draft.problems());
            }
        }
        for (Draft draft : drafts) {
            if (wanted.contains(draft) && draft.isUsable()) {
                draft.profile()
                        .map(profile -> FolderRules.beside(profile, draft, drafts))
                        .ifPresent(profiles::add);
            }
        }
        return new Loaded(folder.shown(), profiles, problems.sorted());
    }

    private static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private List<Draft> folder(Path path, String shown, Problems problems, boolean asked) {
        Place place = new Source(path, shown).start();
        List<Path> files;
        try (Stream<Path> all = Files.list(path)) {
            files =
                    all.filter(file -> isProfile(file.getFileName().toString()))
                            .filter(file -> Files.isRegularFile(file) || isBroken(file))
                            .sorted()
                            .toList();
        } catch (IOException e) {
            if (asked) {
                problems.error(
                        place,
                        Files.isDirectory(path)
                                ? "cannot list " + shown + ": " + e.getMessage()
                                : "there is no folder of profiles at " + shown,
                        "write a first profile with `mxfail init DOMAIN`, or name a folder with"
                                + " --profiles; looked for: "
                                + folder.searched());
            }
            return List.of();
        }
        if (files.isEmpty() && asked) {
            problems.error(
                    place,
                    "no profile in " + shown,
                    "write a first one with `mxfail init DOMAIN`: a file NAME.yaml whose name"
                            + " starts with neither `_` nor `.`");
        }
        return files.stream()
                .map(file -> reader.read(new Source(file, shown(shown, file))))
                .toList();
    }

    /// A link that leads nowhere is a profile that somebody counts on.
    private static boolean isBroken(Path file) {
        return Files.isSymbolicLink(file) && !Files.exists(file);
    }

    private static String shown(String folder, Path file) {
        return Path.of(folder).resolve(file.getFileName()).toString();
    }

    private static boolean isProfile(String file) {
        return !Includes.isInclude(file) && (file.endsWith(".yaml") || file.endsWith(".yml"));
    }

    /// A profile by its file; the others beside it are read too.
    private List<Draft> file(String name, List<Draft> drafts, Problems problems) {
        Path path;
        try {
            path = folder.workingDirectory().resolve(name).normalize();
        } catch (InvalidPathException e) {
            problems.error(
                    new Source(folder.path(), folder.shown()).start(),
                    "not a path: " + Shown.text(name) + " (" + e.getReason() + ")",
                    "give -p a profile's name or file");
            return List.of();
        }
        List<Draft> known = drafts.stream().filter(d -> same(d.source().path(), path)).toList();
        if (!known.isEmpty()) {
            return known;
        }
        Draft draft = reader.read(new Source(path, name));
        Path parent = path.getParent();
        Path shownParent = Path.of(name).getParent();
        if (parent != null && drafts.stream().noneMatch(d -> parent.equals(d.source().folder()))) {
            folder(parent, shownParent == null ? "" : shownParent.toString(), problems, false)
                    .stream()
                    .filter(d -> !same(d.source().path(), path))
                    .forEach(drafts::add);
        }
        drafts.add(draft);
        return List.of(draft);
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    private List<Draft> named(String name, List<Draft> drafts, Problems problems) {
        List<Draft> named =
                drafts.stream()
                        .filter(
                                draft ->
                                        draft.name()
                                                .map(n -> n.text().equals(name))
                                                .orElse(draft.fileName().equals(name)))
                        .toList();
        if (named.isEmpty() && !problems.hasErrors()) {
            List<String> known = drafts.stream().map(Draft::shownName).toList();
            problems.error(
                    new Source(folder.path(), folder.shown()).start(),
                    "no profile called \"" + Shown.text(name) + "\" in " + folder.shown(),
                    Nearest.question(name, known) + "there are: " + NameList.of(known));
        }
        return named;
    }
}
