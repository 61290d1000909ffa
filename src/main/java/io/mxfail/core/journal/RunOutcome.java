package io.mxfail.core.journal;

/// How a run, or one domain of it, ended.
public enum RunOutcome {
    /// the goal was written and observed
    SWITCHED,
    /// what can be done ahead of a switch was written and observed; mail stays where it is
    PREPARED,
    /// what may come off after a switch came off
    SETTLED,
    /// what a run had changed without moving mail is as it was before, and was observed so
    RESTORED,
    /// the goal stood already
    UNCHANGED,
    /// refused or failed; nothing changed
    REFUSED,
    /// the zone was not what the plan saw; nothing changed
    STALE,
    /// partly changed, or in doubt
    PARTIAL,
    /// changed; not everything was observed yet
    UNVERIFIED,
    /// the operator said no; nothing changed
    CANCELLED,
    /// what the run had added was taken back
    UNDONE
}
