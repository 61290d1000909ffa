package io.mxfail.adapter.journal;

import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Locks of the operating system on files `locks/<domain>.lock` of the state folder.
///
/// The lock itself tells whether an owner lives: it ends with its process, whatever that died
/// of. The file's content are marks, one line for each owner: who it is, for those that find the
/// lock taken, and which run a dead owner left behind. A new owner adds its mark behind those it
/// finds, so that no crash makes an older one forgotten.
///
/// Files are emptied and never deleted: who deleted one could take away a lock that another
/// process is just getting, and two would hold the domain.
///
/// On a folder that machines share, marks of other hosts count like all others: free is free.
/// That is true only where the file system carries locks between machines (NFS 4; not sshfs, nor
/// NFS 3 mounted with `nolock`, nor a folder that some service copies to and fro).
public final class FileLease implements Lease {
    private final Path locks;
    private final String host;
    private final InstantSource clock;

    /// @param state the state folder; made when it is first needed
    /// @param host this machine's name, for the marks
    public FileLease(Path state, String host, InstantSource clock) {
        this.locks = state.resolve("locks");
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Taken take(Collection<Name> domains, String run) throws JournalException {
        var taken = new ArrayList<LockFile>();
        boolean all = false;
        try {
            Folders.make(locks);
            Set<String> deadRuns = new LinkedHashSet<>();
            for (Name domain : new TreeSet<>(domains)) {
                switch (LockFile.take(locks, LockName.of(domain))) {
                    case LockFile.Attempt.Anothers busy -> {
                        return new Taken.Busy(domain, busy.owner());
                    }
                    case LockFile.Attempt.Ours ours -> {
                        taken.add(ours.file());
                        ours.file().marks().forEach(mark -> deadRuns.add(mark.run()));
                    }
                }
            }
            var mark = new Mark(run, ProcessHandle.current().pid(), host, clock.instant());
            for (LockFile lock : taken) {
                lock.add(mark);
            }
            all = true;
            return new Taken.All(new Locks(taken), List.copyOf(deadRuns));
        } catch (IOException e) {
            throw new JournalException(
                    "cannot lock domains in "
                            + locks
                            + ": "
                            + Causes.of(e)
                            + "; mend that, or choose another folder with"
                            + " --state DIR");
        } finally {
            if (!all) {
                taken.forEach(LockFile::leaveAsFound);
            }
        }
    }

    /// A mark that cannot be removed is no failure of the run that held it: the lock is given back
    /// all the same, and that run's own journal tells the next owner that it ended.
    private record Locks(List<LockFile> files) implements Held {
        Locks {
            files = List.copyOf(files);
        }

        @Override
        public void close() {
            files.forEach(LockFile::release);
        }

        @Override
        public void leaveAsFound() {
            files.forEach(LockFile::leaveAsFound);
        }
    }
}
