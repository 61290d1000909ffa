package io.mxfail.port;

/// A running lab: name servers, a resolver and mail servers inside this process, on loopback.
public interface LabHost extends AutoCloseable {
    /// The folder with the lab's profile.
    String profiles();

    /// A state folder that goes with the lab.
    String state();

    /// What runs where, one line each.
    java.util.List<String> description();

    /// Carries out a fault command such as `mail primary down`.
    ///
    /// @return what is true now, one line
    String command(String line);

    @Override
    void close();
}
