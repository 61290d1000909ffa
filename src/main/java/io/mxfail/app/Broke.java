package io.mxfail.app;

import java.util.Collection;

/// A mistake in a program, in one line for people: what broke and where, never a stack trace.
final class Broke {
    private static final int LONGEST = 300;

    private Broke() {}

    static String line(Throwable mistake) {
        return line(mistake, java.util.List.of());
    }

    /// @param secrets what the line must not hold: exceptions like to quote what they were given
    static String line(Throwable mistake, Collection<String> secrets) {
        String said = String.valueOf(mistake.getMessage());
        for (String secret : secrets) {
            said = secret.isEmpty() ? said : said.replace(secret, "***");
        }
        said = said.replaceAll("\\p{Cntrl}+", " ").strip();
        if (said.length() > LONGEST) {
            said = said.substring(0, LONGEST) + "...";
        }
        String name = mistake.getClass().getSimpleName();
        return name
                + (mistake.getMessage() == null ? "" : ": " + said)
                + (mistake.getStackTrace().length == 0 ? "" : " at " + mistake.getStackTrace()[0]);
    }
}
