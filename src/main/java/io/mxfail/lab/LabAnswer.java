package io.mxfail.lab;

/// What the lab says to a command.
///
/// @param done whether anything was changed by it; otherwise the text says what can be typed
/// @param text what is true now, for people
public record LabAnswer(boolean done, String text) {}
