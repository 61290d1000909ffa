package io.mxfail.core.guard;

import io.mxfail.core.propagation.ServerView;
import io.mxfail.core.propagation.ZoneSecurity;

import org.xbill.DNS.Name;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the rest of DNS says of zones.
///
/// @param resolvers what resolvers see of some zones
/// @param parents the names of the servers that the parents name, by zone; only where they
///   were asked
/// @param security what DNSSEC says of zones, those of mail hosts among them
/// @param glue by zone, what its parent says of the addresses of servers that lie in it
public record Outside(
        Map<Name, List<ServerView>> resolvers,
        Map<Name, Set<Name>> parents,
        Map<Name, ZoneSecurity> security,
        Map<Name, List<Glue>> glue) {
    /// Nobody was asked.
    public static final Outside NONE = new Outside(Map.of(), Map.of());

    /// DNSSEC was not looked at.
    public Outside(Map<Name, List<ServerView>> resolvers, Map<Name, Set<Name>> parents) {
        this(resolvers, parents, Map.of(), Map.of());
    }

    /// The same with what DNSSEC says.
    public Outside with(Map<Name, ZoneSecurity> zones) {
        return new Outside(resolvers, parents, zones, glue);
    }

    public Outside {
        security = Collections.unmodifiableMap(new TreeMap<>(security));
        glue = Collections.unmodifiableMap(new TreeMap<>(glue));
        resolvers = Collections.unmodifiableMap(new TreeMap<>(resolvers));
        parents = Collections.unmodifiableMap(new TreeMap<>(parents));
    }

    /// The addresses of one name server.
    ///
    /// @param parent as the delegation gives them
    /// @param own as the name's own records do
    public record Glue(Name server, Set<String> parent, Set<String> own) {
        public Glue {
            parent = Collections.unmodifiableSet(new TreeSet<>(parent));
            own = Collections.unmodifiableSet(new TreeSet<>(own));
        }
    }
}
