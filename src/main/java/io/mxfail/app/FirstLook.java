package io.mxfail.app;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;

/// What live DNS shows of a domain whose mail shall be switched some day.
///
/// @param site the name of the site that has the mail now
/// @param provider where the zone is probably written
/// @param mail what the site that has the mail now needs
/// @param policies what others are told about the domain's mail
public record FirstLook(
        Name domain, String site, Zone zone, Provider provider, Mail mail, Policies policies) {
    /// What the site that is still to be filled in is called.
    public String other() {
        return site.equals("backup") ? "primary" : "backup";
    }

    /// @param servers its name servers, by name
    public record Zone(Name name, List<Name> servers) {
        public Zone {
            servers = List.copyOf(servers);
        }
    }

    /// @param why what led to this type
    /// @param options those that it cannot do without, with a value to start from
    public record Provider(String type, String why, List<Option> options) {
        public Provider {
            options = List.copyOf(options);
        }
    }

    /// @param value as YAML
    /// @param help what belongs there
    public record Option(String name, String value, String help) {}

    /// @param mx as `PREFERENCE HOST`
    /// @param spf the terms that name senders
    /// @param dkim as `NAME TYPE DATA`, of the selectors that could be guessed
    public record Mail(List<String> mx, List<String> spf, List<String> dkim) {
        public Mail {
            mx = List.copyOf(mx);
            spf = List.copyOf(spf);
            dkim = List.copyOf(dkim);
        }
    }

    /// The texts of `_mta-sts` and `_dmarc`.
    public record Policies(Optional<String> mtaSts, Optional<String> dmarc) {}
}
