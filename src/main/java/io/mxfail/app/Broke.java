package io.mxfail.app;

import io.mxfail.spi.SecretForms;

import java.util.Collection;

/// A mistake in a program, in one line for people: what broke and where, never a stack trace.
final class Broke {
    private static final int LONGEST = 300;

    private Broke() {}

    static String line(Throwable mistake) {
        return line(mistake, java.util.List.of());
    }

    /// A mistake of this program, as operators are told of it.
    static String ours(Throwable mistake) {
        return "unexpected error, please report it: " + line(mistake);
    }

    /// @param secrets what the line must not hold: exceptions like to quote what they were given
    static String line(Throwable mistake, Collection<String> secrets) {
        String said = silent(String.valueOf(mistake.getMessage()), secrets);
        said = said.replaceAll("\\p{Cntrl}+", " ").strip();
        if (said.length() > LONGEST) {
            said = said.substring(0, LONGEST) + "...";
        }
        String name = mistake.getClass().getSimpleName();
        return name
                + (mistake.getMessage() == null ? "" : ": " + said)
                + (mistake.getStackTrace().length == 0 ? "" : " at " + mistake.getStackTrace()[0]);
    }

    /// A text without the secrets, in whatever form it holds them.
    static String silent(String text, Collection<String> secrets) {
        String silent = text;
        for (String secret : secrets) {
            silent = SecretForms.hide(silent, secret, "***");
        }
        return silent;
    }
}
