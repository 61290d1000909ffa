package io.mxfail.wire.process;

/// Makes the output of a program fit for a message: one line, no control characters, the end of it
/// where it is long, since programs say last what went wrong.
public final class Shown {
    private static final int LONGEST = 400;

    private Shown() {}

    /// @param text whatever a program wrote
    public static String line(String text) {
        String line =
                text.replaceAll("\\s+", " ")
                        .replaceAll("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]", "?")
                        .strip();
        return line.length() <= LONGEST ? line : "… " + line.substring(line.length() - LONGEST);
    }
}
