package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import java.util.List;

/// What a run notes beside its writes.
record RunNotes(RunLog log, Progress progress) {
    /// A note that only enriches the history; what counts was noted before.
    void add(JournalEvent event) {
        try {
            log.append(List.of(event));
        } catch (JournalException e) {
            progress.step("the journal missed a note: " + e.getMessage());
        }
    }
}
