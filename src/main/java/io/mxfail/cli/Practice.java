package io.mxfail.cli;

import java.util.List;

/// A running lab: name servers, a resolver and mail servers inside this process, on loopback.
public interface Practice extends AutoCloseable {
    /// The folder with the lab's profile.
    String profiles();

    /// A state folder that goes with the lab.
    String state();

    /// What runs where, one line each.
    List<String> description();

    /// Carries out a fault command such as `mail primary down` and says what is true now.
    String command(String line);

    @Override
    void close();
}
