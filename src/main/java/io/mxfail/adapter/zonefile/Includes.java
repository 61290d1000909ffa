package io.mxfail.adapter.zonefile;

/// Reads the files that a master file includes.
@FunctionalInterface
interface Includes {
    /// @param name as the master file has it
    /// @param place of the `$INCLUDE`, for messages
    Text read(String name, String place) throws MasterException;

    /// A file that was read.
    ///
    /// @param content one `char` an octet
    record Text(String shown, String content) {}
}
