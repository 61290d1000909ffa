package io.mxfail.adapter.journal;

import io.mxfail.port.JournalStore;

import java.nio.file.Path;

/// A journal on a disk without room.
public final class FullDisk {
    private FullDisk() {}

    /// @param state a folder in which files can be made, and nothing be written
    public static JournalStore journal(Path state) {
        return new FileJournal(state, file -> new FailingDisk(file, 0));
    }
}
