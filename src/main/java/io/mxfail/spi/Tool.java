package io.mxfail.spi;

/// A tool that an operator may have when this program is not to be had.
public enum Tool {
    /// `nsupdate` of BIND: dynamic updates with prerequisites
    NSUPDATE,
    /// the command line of AWS
    AWS,
    /// `curl` against the service's HTTP API
    CURL
}
