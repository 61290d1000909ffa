package io.mxfail.core.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is known of checklists: who did which item when.
///
/// @param all in the order in which they were noted
/// @param unread why the notes cannot be read; empty: they were
public record Acknowledged(List<Acknowledgement> all, Optional<String> unread) {
    /// Nobody noted anything.
    public static final Acknowledged NOTHING = new Acknowledged(List.of(), Optional.empty());

    public Acknowledged {
        all = List.copyOf(all);
    }

    /// Notes that cannot be read: nothing is known of what was done.
    public static Acknowledged unread(String why) {
        return new Acknowledged(List.of(), Optional.of(why));
    }

    /// An item that waits to be done, now or at its time.
    ///
    /// @param site whose checklist it stands on
    /// @param last who did it last; empty: nobody ever
    /// @param at from when on it waits; empty: since ever
    public record Open(
            String site,
            Site.ChecklistItem item,
            Optional<Acknowledgement> last,
            Optional<Instant> at) {
        /// Whether it should have been done by then.
        public boolean overdue(Instant now) {
            return at.filter(now::isBefore).isEmpty();
        }

        /// As `mxfail ack` takes it.
        public String name() {
            return site + "/" + item.id();
        }
    }

    /// The items of a profile that wait: those that recur, and those that nobody did yet.
    public List<Open> open(Profile profile) {
        var open = new ArrayList<Open>();
        for (Site site : profile.sites().values()) {
            for (Site.ChecklistItem item : site.checklist()) {
                Optional<Acknowledgement> last = last(profile.name(), site.name(), item.id());
                Optional<Duration> every = item.every();
                if (last.isEmpty() || every.isPresent()) {
                    open.add(
                            new Open(
                                    site.name(),
                                    item,
                                    last,
                                    last.flatMap(a -> every.map(a.at()::plus))));
                }
            }
        }
        return List.copyOf(open);
    }

    /// When an item was noted last, by whom; empty: nobody ever did.
    public Optional<Acknowledgement> last(String profile, String site, String item) {
        return all.stream()
                .filter(a -> a.profile().equals(profile))
                .filter(a -> a.site().equals(site) && a.item().equals(item))
                .max(Comparator.comparing(Acknowledgement::at));
    }
}
