package io.mxfail.app;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.port.JournalStore;
import io.mxfail.port.Lease;
import io.mxfail.port.Lookup;
import io.mxfail.port.MailProbe;
import io.mxfail.port.MailSender;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.Notes;
import io.mxfail.port.Pause;
import io.mxfail.port.PolicyFetch;
import io.mxfail.port.ProfileSource;
import io.mxfail.port.Programs;
import io.mxfail.port.Secrets;
import io.mxfail.port.SubmissionProbe;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.WriteScope;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything outside that the use cases work with.
///
/// @param profiles where profiles come from
/// @param providers opens DNS providers by type
/// @param network how DNS and mail servers are asked
/// @param records where runs are noted and locked
/// @param time the clock and how to wait
/// @param operator who is at work, as `NAME@HOST`
public record World(
        ProfileSource profiles,
        Providers providers,
        Network network,
        Records records,
        Time time,
        String operator) {

    /// The same where one profile was read already: of several, the folder is not read again for
    /// each, and what is carried out is what was checked.
    public World knowing(EachProfile.One one) {
        return new World(
                new KnownProfile(profiles, one.chosen().profile()),
                providers,
                network,
                records,
                time,
                operator);
    }

    /// Opens DNS providers by type.
    public interface Providers {
        /// Every type that comes with mxfail; none is loaded for it.
        List<ProviderDescription> descriptions();

        /// What is known of a type; empty: no such adapter.
        Optional<ProviderDescription> description(String type);

        /// Opens a provider whose secrets are resolved; empty: the type is known, but this
        /// version has no adapter for it.
        Optional<DnsProvider> open(ProviderConfig config);

        /// The least right that a profile needs at such a provider; empty: nobody can say.
        default Optional<AccessPolicy> policy(ProviderConfig config, WriteScope scope) {
            return Optional.empty();
        }
    }

    /// The same world, asked in another way.
    World over(Network other) {
        return new World(profiles, providers, other, records, time, operator);
    }

    /// How DNS, mail servers, submission relays and policy hosts are asked, and programs run;
    /// suppliers, so that a command loads only what it uses.
    public record Network(
            Supplier<Lookup> lookup,
            Supplier<MailProbe> mail,
            Supplier<SubmissionProbe> submission,
            Supplier<PolicyFetch> policies,
            Supplier<Programs> programs,
            Post post,
            Secrets secrets) {

        Network looking(Supplier<Lookup> by) {
            return new Network(by, mail, submission, policies, programs, post, secrets);
        }

        Network probing(Supplier<MailProbe> by) {
            return new Network(lookup, by, submission, policies, programs, post, secrets);
        }
    }

    /// How a message is sent and looked for.
    public record Post(Supplier<MailSender> sender, Supplier<MailboxSearch> mailboxes) {}

    /// Where runs are noted and locked.
    ///
    /// @param ids a fresh run id
    /// @param notes what is kept beside the runs
    public record Records(JournalStore journal, Lease lease, Supplier<String> ids, Notes notes) {
        /// Without a place for notes.
        public Records(JournalStore journal, Lease lease, Supplier<String> ids) {
            this(journal, lease, ids, Notes.NONE);
        }
    }

    /// The clock and how to wait.
    public record Time(InstantSource clock, Pause pause) {}
}
