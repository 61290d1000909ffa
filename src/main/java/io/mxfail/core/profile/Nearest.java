package io.mxfail.core.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The word that was probably meant, of those that are known.
public final class Nearest {
    private Nearest() {}

    /// The known word with the fewest slips from the given one, if they are few.
    public static Optional<String> of(String given, Collection<String> known) {
        String word = given.toLowerCase(Locale.ROOT).replace('_', '-');
        if (word.length() > 40) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> slips(word, candidate) <= Math.max(1, word.length() / 3))
                .min(
                        Comparator.<String>comparingInt(candidate -> slips(word, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// The question that a message asks about it, with a blank after it; empty: nothing is near.
    public static String question(String given, Collection<String> known) {
        return of(given, known).map(near -> "did you mean `" + near + "`? ").orElse("");
    }

    /// Letters to add, drop, change or swap with the next.
    private static int slips(String one, String known) {
        String other = known.toLowerCase(Locale.ROOT);
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + (same ? 0 : 1),
                                1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
