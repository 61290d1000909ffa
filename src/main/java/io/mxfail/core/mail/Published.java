package io.mxfail.core.mail;

/// What became of looking for the one text record of a policy at a name.
public sealed interface Published<T> {
    /// One record that can be read.
    record Valid<T>(T value) implements Published<T> {}

    /// One record that breaks its grammar.
    ///
    /// @param text as published
    record Invalid<T>(String text) implements Published<T> {}

    /// More than one: receivers and senders then follow none.
    record Several<T>(int count) implements Published<T> {}

    /// No record.
    record Missing<T>() implements Published<T> {}

    /// DNS gave no answer, so that nothing is known.
    ///
    /// @param detail one line for people
    record NoAnswer<T>(String detail) implements Published<T> {}
}
