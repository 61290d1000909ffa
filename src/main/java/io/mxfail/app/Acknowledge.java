package io.mxfail.app;

import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Notes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Notes that checklist items were done: what no probe can see, somebody must say.
public final class Acknowledge {
    private final World world;

    public Acknowledge(World world) {
        this.world = world;
    }

    /// One item that was noted.
    ///
    /// @param dueAgain when it is to be done again; empty: it does not recur
    public record Noted(Acknowledgement done, Optional<Instant> dueAgain) {}

    /// Notes items; all or none.
    ///
    /// @param items each as `SITE/ID`
    public List<Noted> run(Selection selection, List<String> items, Optional<String> reason)
            throws CommandFailure {
        Profile profile = selection.changed(world.profiles()).profile();
        Instant now = world.time().clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var noted = new ArrayList<Noted>();
        for (String text : items) {
            Named named = named(profile, text);
            noted.add(
                    new Noted(
                            new Acknowledgement(
                                    profile.name(),
                                    named.site(),
                                    named.item().id(),
                                    now,
                                    world.operator(),
                                    reason),
                            named.item().every().map(now::plus)));
        }
        try {
            world.records().notes().acknowledge(noted.stream().map(Noted::done).toList());
        } catch (JournalException e) {
            throw unusable(e);
        }
        return noted;
    }

    private record Named(String site, Site.ChecklistItem item) {}

    private static Named named(Profile profile, String text) throws CommandFailure {
        for (Site site : profile.sites().values()) {
            for (Site.ChecklistItem item : site.checklist()) {
                if (text.equals(site.name() + "/" + item.id())) {
                    return new Named(site.name(), item);
                }
            }
            if (site.submission().isPresent() && text.equals(site.name() + "/" + Site.WARM_UP)) {
                return new Named(site.name(), warmUp(site.submission().get()));
            }
        }
        String known =
                profile.sites().values().stream()
                        .flatMap(Acknowledge::items)
                        .distinct()
                        .collect(Collectors.joining(", "));
        throw CommandFailure.usage(
                "profile "
                        + profile.name()
                        + " has no checklist item `"
                        + text
                        + "`; "
                        + (known.isEmpty() ? "its sites have no checklist" : "it has " + known));
    }

    private static Site.ChecklistItem warmUp(Site.Submission relay) {
        return new Site.ChecklistItem(
                Site.WARM_UP, "Mail went through it", Optional.of(relay.sending().idleOrUsual()));
    }

    private static Stream<String> items(Site site) {
        return Stream.concat(
                        site.checklist().stream().map(Site.ChecklistItem::id),
                        site.submission().stream().map(_ -> Site.WARM_UP))
                .map(id -> site.name() + "/" + id);
    }

    /// What is known of checklists. Notes that cannot be read hold back no switch: a rule tells.
    static Acknowledged known(Notes notes) {
        try {
            return new Acknowledged(notes.acknowledgements(), Optional.empty());
        } catch (JournalException e) {
            return Acknowledged.unread(String.valueOf(e.getMessage()));
        }
    }

    static CommandFailure unusable(JournalException e) {
        return new CommandFailure(Exit.ERROR, "state", String.valueOf(e.getMessage()));
    }
}
