package io.mxfail.core.guard;

import java.util.List;

/// One thing that can be wrong, with its stable name and a page of its own under `docs/rules`.
public interface Rule {
    /// The name that findings carry and operators accept, such as `TARGET-RCPT`.
    String id();

    /// What it has to say; nothing where all is well.
    List<Finding> judge(Situation situation);
}
