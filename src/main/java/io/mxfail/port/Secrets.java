package io.mxfail.port;

/// Turns a secret reference of a profile into the secret.
public interface Secrets {
    /// Reads `env:NAME`, `file:PATH` or `exec:COMMAND`.
    ///
    /// @throws SecretException where it is not there, cannot be read or may not be used;
    ///   the message names the reference and never the value
    String resolve(String reference) throws SecretException;

    /// A secret that cannot be had.
    final class SecretException extends Exception {
        private static final long serialVersionUID = 1L;

        public SecretException(String message) {
            super(message);
        }
    }
}
