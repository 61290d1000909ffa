package io.mxfail.adapter.zonefile;

/// A master file that cannot be understood, or not well enough to change it.
final class MasterException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param place the file and the line
    MasterException(String place, String what) {
        super(place + ": " + what);
    }
}
