package io.mxfail.port;

import io.mxfail.core.journal.JournalEvent;

import java.util.List;

/// Where the events of runs are kept.
public interface JournalStore {
    /// Opens the log of a new run.
    RunLog start(String run) throws JournalException;

    /// Opens the log of a run that exists, to add to it.
    RunLog reopen(String run) throws JournalException;

    /// Ids of all runs, newest first.
    List<String> runs() throws JournalException;

    /// The events of one run, in order. A last line that was cut off by a crash is left out:
    /// its packet never left.
    ///
    /// @throws JournalException where there is no such run, or its log is damaged elsewhere
    List<JournalEvent> read(String run) throws JournalException;

    /// Whether the folder can be written to, tried before anything is asked or announced.
    void checkWritable() throws JournalException;

    /// The open log of one run. Safe for use by many threads.
    interface RunLog extends AutoCloseable {
        /// Adds events; they are on disk when this returns. Calls that meet share one force.
        void append(List<JournalEvent> events) throws JournalException;

        @Override
        void close();
    }

    /// A journal that cannot be read or written. The message names the file, the cause and the
    /// remedy.
    final class JournalException extends Exception {
        private static final long serialVersionUID = 1L;

        public JournalException(String message) {
            super(message);
        }
    }
}
