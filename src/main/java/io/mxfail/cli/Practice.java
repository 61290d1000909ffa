package io.mxfail.cli;

import java.util.List;
import java.util.Map;

/// A running lab: name servers, a resolver and mail servers inside this process, on loopback.
public interface Practice extends AutoCloseable {
    /// The folder with the lab's profile.
    String profiles();

    /// A state folder that goes with the lab.
    String state();

    /// What runs where, one line each.
    List<String> description();

    /// The servers by the words of the commands that they take, with their addresses.
    Map<String, String> servers();

    /// What became of a command.
    ///
    /// @param done whether anything was changed by it; otherwise the text says what can be typed
    record Answer(boolean done, String text) {}

    /// Carries out a fault command such as `mail primary down` and says what is true now.
    Answer command(String line);

    @Override
    void close();
}
