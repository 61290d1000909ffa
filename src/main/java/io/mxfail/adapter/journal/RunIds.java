package io.mxfail.adapter.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Ids for new runs, `<UTC compact>-<6 hex>` such as `20261124T030531Z-7f3c9a`: they sort by
/// time, and none is given twice or is that of a run in the folder. Safe for use by many threads.
public final class RunIds implements Supplier<String> {
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path runs;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Set<String> given = new HashSet<>();

    /// @param state the state folder; need not exist yet
    public RunIds(Path state, InstantSource clock, RandomGenerator random) {
        this.runs = FileJournal.runs(state);
        this.clock = clock;
        this.random = random;
    }

    /// A fresh id.
    @Override
    public synchronized String get() {
        String id;
        do {
            Instant now = clock.instant();
            id = COMPACT.format(now) + String.format(Locale.ROOT, "-%06x", random.nextInt(1 << 24));
        } while (!given.add(id) || Files.exists(FileJournal.file(runs, id)));
        return id;
    }
}
