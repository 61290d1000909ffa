package io.mxfail.core.dns;

/// Where the evaluators of mail policies get their DNS data from: live servers, a plan's
/// after-state laid over them, or a table in a test.
@FunctionalInterface
public interface DnsAnswers {
    /// The answer to one question; a failure is an answer too.
    DnsAnswer ask(RecordKey key);
}
