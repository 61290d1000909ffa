package io.mxfail.core.plan;

import java.util.stream.LongStream;

/// The seeds of the property tests. The name of a failing case holds its seed; run one or many
/// others with `-Dmxfail.seeds=FROM-TO`.
final class Seeds {
    private static final int EACH_RUN = 200;

    private Seeds() {}

    static LongStream all() {
        String range = System.getProperty("mxfail.seeds", "1-" + EACH_RUN);
        String[] ends = range.split("-", 2);
        return LongStream.rangeClosed(
                Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }
}
