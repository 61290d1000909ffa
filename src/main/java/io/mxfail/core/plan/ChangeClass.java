package io.mxfail.core.plan;

/// When a change is safe.
public enum ChangeClass {
    /// safe at any time: it adds what did not exist
    ADDITIVE,
    /// the switch itself: one answer takes the place of another
    SUBSTITUTIVE,
    /// takes away; after the drain, or at once in a breach
    SUBTRACTIVE
}
