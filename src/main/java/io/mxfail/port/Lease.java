package io.mxfail.port;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.List;

/// Keeps two runs from changing one domain at a time, on one machine and for all processes
/// that share the state folder.
public interface Lease {
    /// Takes the lock of every domain, in sorted order, all or none; never waits.
    ///
    /// @throws JournalStore.JournalException where the folder cannot be used
    Taken take(Collection<Name> domains, String run) throws JournalStore.JournalException;

    /// What came of it.
    sealed interface Taken {
        /// All are ours until [Held#close].
        ///
        /// @param deadRuns runs of owners that died and left their mark on one of the domains
        record All(Held held, List<String> deadRuns) implements Taken {
            public All {
                deadRuns = List.copyOf(deadRuns);
            }
        }

        /// A live process holds one of them.
        ///
        /// @param owner for people: run, process, host and since when
        record Busy(Name domain, String owner) implements Taken {}
    }

    /// Locks that are held.
    interface Held extends AutoCloseable {
        /// Gives the locks back and removes their marks.
        @Override
        void close();

        /// Gives the locks back and leaves the marks of dead owners as they were found, so
        /// that the next command still sees them.
        void leaveAsFound();
    }
}
