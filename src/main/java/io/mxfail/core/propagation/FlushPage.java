package io.mxfail.core.propagation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a public resolver lets anybody have it forget what it remembers of a name, by hand.
///
/// @param address of the page; it asks for the name and the type
public record FlushPage(String address) {
    private static final FlushPage GOOGLE =
            new FlushPage("https://developers.google.com/speed/public-dns/cache");
    private static final FlushPage CLOUDFLARE =
            new FlushPage("https://one.one.one.one/purge-cache/");
    private static final Map<FlushPage, Set<String>> RESOLVERS =
            Map.of(
                    GOOGLE,
                    Set.of(
                            "8.8.8.8",
                            "8.8.4.4",
                            "2001:4860:4860::8888",
                            "2001:4860:4860::8844",
                            "https://dns.google/dns-query"),
                    CLOUDFLARE,
                    Set.of(
                            "1.1.1.1",
                            "1.0.0.1",
                            "2606:4700:4700::1111",
                            "2606:4700:4700::1001",
                            "https://cloudflare-dns.com/dns-query",
                            "https://one.one.one.one/dns-query"));

    /// The page of a resolver as the profile names it, `ADDR[:PORT]` or an address of DoH; empty:
    /// none is known.
    public static Optional<FlushPage> of(String resolver) {
        String host = resolver.replaceFirst("(?<=[0-9\\]]):53$", "").replaceAll("[\\[\\]]", "");
        return RESOLVERS.entrySet().stream()
                .filter(page -> page.getValue().contains(host))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
