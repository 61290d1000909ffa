package io.mxfail.core.profile;

import java.util.Collection;

/// Names in a sentence: all of a few, of many the first and how many more there are.
public final class NameList {
    private static final int ALL_OF = 20;
    private static final int FIRST = 10;

    private NameList() {}

    /// The names with commas between them.
    public static String of(Collection<String> names) {
        return names.size() <= ALL_OF
                ? String.join(", ", names)
                : String.join(", ", names.stream().limit(FIRST).toList())
                        + " and "
                        + (names.size() - FIRST)
                        + " more";
    }
}
