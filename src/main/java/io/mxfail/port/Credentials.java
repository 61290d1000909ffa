package io.mxfail.port;

/// Who logs in at a submission relay, and with what: in the clear, so not to be kept or shown.
///
/// They leave only over a connection whose certificate holds for the relay's name.
public record Credentials(String user, String password) {
    /// Without the password.
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
