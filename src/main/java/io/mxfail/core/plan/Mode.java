package io.mxfail.core.plan;

/// Why mail moves, and so what may be assumed of the site that is left.
public enum Mode {
    /// both sites are up; freezes are kept
    PLANNED,
    /// the site that is left is assumed dead
    EMERGENCY,
    /// the site that is left must lose its authority
    BREACH
}
