package io.mxfail.lab.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The recipients that a lab mail server has: `postmaster` of every domain (RFC 5321, section
/// 4.5.1) and those given.
public record Mailboxes(Set<String> domains, Set<String> addresses) {
    public Mailboxes {
        domains = lower(domains);
        addresses = lower(addresses);
    }

    /// Makes the mailboxes from their addresses; each brings its domain.
    public static Mailboxes of(String... addresses) {
        Set<String> domains = new TreeSet<>();
        for (String address : addresses) {
            domains.add(domainOf(address));
        }
        return new Mailboxes(domains, new TreeSet<>(Arrays.asList(addresses)));
    }

    boolean serves(String address) {
        return domains.contains(domainOf(address.toLowerCase(Locale.ROOT)));
    }

    boolean has(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return addresses.contains(lower) || (serves(lower) && lower.startsWith("postmaster@"));
    }

    private static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static Set<String> lower(Set<String> names) {
        Set<String> copy = new TreeSet<>();
        names.forEach(name -> copy.add(name.toLowerCase(Locale.ROOT)));
        return Set.copyOf(copy);
    }
}
