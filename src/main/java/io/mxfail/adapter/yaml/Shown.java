package io.mxfail.adapter.yaml;

/// Shortens what a file holds for a message.
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String text(String text) {
        String line = text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
