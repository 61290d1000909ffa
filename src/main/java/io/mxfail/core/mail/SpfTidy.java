package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SPF records without what decides nothing. Whatever a receiver says of the one record it says of
/// the other.
final class SpfTidy {
    private SpfTidy() {}

    /// Of equal terms the first decides, whatever their qualifiers. What stands behind `all` is
    /// never looked at (RFC 7208, section 5.1), modifiers apart.
    ///
    /// @param kept terms that come back when they are taken out
    static List<SpfTerm> withoutRepeated(List<SpfTerm> terms, List<SpfTerm> kept) {
        var left = new ArrayList<SpfTerm>();
        boolean ended = false;
        for (SpfTerm term : terms) {
            boolean modifier = term.text().matches("(?i)[a-z][-a-z0-9_.]*=.*");
            boolean repeated =
                    !modifier
                            && left.stream()
                                    .anyMatch(
                                            earlier ->
                                                    earlier.same(term)
                                                            || isFree(term, kept)
                                                                    && bare(earlier)
                                                                            .equals(bare(term)));
            boolean unreached = ended && !modifier;
            if (!repeated && !unreached) {
                left.add(term);
            }
            ended |= term.isAll();
        }
        return left;
    }

    /// The same without networks that lie within one that stands before them, since nobody from
    /// there comes so far, and with each of the others as short as it can be written.
    static String fewerOctets(String record, List<SpfTerm> kept) {
        return readable(record)
                .map(text -> new SpfText(withoutCovered(text.terms(), kept)).toString())
                .orElse(record);
    }

    private static List<SpfTerm> withoutCovered(List<SpfTerm> terms, List<SpfTerm> kept) {
        var left = new ArrayList<SpfTerm>();
        for (SpfTerm term : withoutRepeated(terms, kept)) {
            boolean covered =
                    isFree(term, kept)
                            && left.stream()
                                    .anyMatch(
                                            earlier ->
                                                    SpfNetwork.isWithin(bare(term), bare(earlier)));
            if (!covered) {
                left.add(new SpfTerm(SpfNetwork.shortest(term.text())));
            }
        }
        return left;
    }

    /// A record that receivers can read. One that they cannot lets nobody send, and would let
    /// somebody without the term that is wrong.
    static Optional<SpfText> readable(String record) {
        try {
            return SpfText.isSpf(record) && !SpfRecord.parse(record).directives().isEmpty()
                    ? SpfText.parse(record)
                    : Optional.empty();
        } catch (SpfSyntaxException _) {
            return Optional.empty();
        }
    }

    private static boolean isFree(SpfTerm term, List<SpfTerm> kept) {
        return kept.stream().noneMatch(term::same);
    }

    /// A term without its qualifier, in the form in which equal terms are equal text.
    private static String bare(SpfTerm term) {
        String text = term.text();
        return text.length() > 1 && "+-~?".indexOf(text.charAt(0)) >= 0
                ? new SpfTerm(text.substring(1)).normalised()
                : term.normalised();
    }
}
