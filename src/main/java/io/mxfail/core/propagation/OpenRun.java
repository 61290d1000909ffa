package io.mxfail.core.propagation;

import org.xbill.DNS.Name;

import java.util.List;

/// A run that stands half-way, which whoever looks at its domains must know of.
///
/// @param run its id
/// @param domains of it, those that were looked at
/// @param holds whether every other change of them waits until it is finished or taken back
public record OpenRun(String run, List<Name> domains, boolean holds) {
    public OpenRun {
        domains = List.copyOf(domains);
    }

    /// What is true and what to type, one line.
    public String said() {
        return "run "
                + run
                + (holds ? " was interrupted half-way" : " is unfinished")
                + ": `mxfail resume "
                + run
                + "` finishes it, `mxfail undo "
                + run
                + "` takes it back"
                + (holds ? "; before that no other change begins" : "");
    }
}
