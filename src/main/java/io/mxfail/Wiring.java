package io.mxfail;

import io.mxfail.adapter.dns.DnsLookup;
import io.mxfail.adapter.https.HttpsPolicyFetch;
import io.mxfail.adapter.imap.ImapSearch;
import io.mxfail.adapter.journal.FileJournal;
import io.mxfail.adapter.journal.FileLease;
import io.mxfail.adapter.journal.FileNotes;
import io.mxfail.adapter.journal.RunIds;
import io.mxfail.adapter.journal.StateFolder;
import io.mxfail.adapter.program.HookPrograms;
import io.mxfail.adapter.secrets.SecretReader;
import io.mxfail.adapter.smtp.SmtpProbe;
import io.mxfail.adapter.smtp.SmtpSender;
import io.mxfail.adapter.smtp.SmtpSubmissionProbe;
import io.mxfail.adapter.yaml.ProfileFolder;
import io.mxfail.adapter.yaml.YamlProfiles;
import io.mxfail.app.World;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.lab.Lab;
import io.mxfail.lab.LabAnswer;
import io.mxfail.port.Lookup;
import io.mxfail.port.MailProbe;
import io.mxfail.port.ProfileSource;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.process.Inherited;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Wires the concrete adapters; together with [ProviderAdapters] the only place that names them.
final class Wiring implements Platform.Factory {
    private static final double LAB_SPEED = 600;
    private final Map<String, String> environment = System.getenv();
    private final Path workingDirectory = Path.of("").toAbsolutePath();
    private final World.Time time;
    private final OutsideAdapters outside;
    private final Supplier<BufferedReader> input =
            new Once<>(
                    () ->
                            new BufferedReader(
                                    new InputStreamReader(System.in, StandardCharsets.UTF_8)));

    Wiring() {
        this(new World.Time(InstantSource.system(), Thread::sleep));
    }

    /// The same with another time, such as that of a lab.
    Wiring(World.Time time) {
        this(time, OutsideAdapters.NONE);
    }

    private Wiring(World.Time time, OutsideAdapters outside) {
        this.time = time;
        this.outside = outside;
    }

    @Override
    public Platform.Outside outside(Optional<String> folder) {
        Optional<Path> place =
                folder.map(workingDirectory::resolve)
                        .or(() -> OutsideAdapters.usualFolder(environment));
        if (place.isEmpty()) {
            return new Platform.Outside(this, List.of());
        }
        Set<String> builtIn =
                ProviderAdapters.DESCRIPTIONS.stream()
                        .map(ProviderDescription::type)
                        .collect(Collectors.toSet());
        OutsideAdapters found = OutsideAdapters.in(place.get(), builtIn);
        return new Platform.Outside(new Wiring(time, found), found.troubles());
    }

    private List<ProviderDescription> descriptions() {
        return Stream.concat(
                        ProviderAdapters.DESCRIPTIONS.stream(),
                        outside.factories().values().stream().map(DnsProviderFactory::description))
                .toList();
    }

    @Override
    public World world(Optional<String> profiles, Optional<String> state) {
        Path home = Path.of(System.getProperty("user.home"));
        Path folder = StateFolder.resolve(state.map(Path::of), environment, home);
        Supplier<Lookup> lookup = new Once<>(DnsLookup::new);
        var source =
                new YamlProfiles(
                        ProfileFolder.find(profiles, environment, workingDirectory),
                        descriptions());
        var inherited =
                new Inherited(
                        environment, new Once<>(() -> secretVariables(source.load(List.of()))));
        Supplier<MailProbe> mail = new Once<>(() -> new SmtpProbe(InstantSource.system()));
        return new World(
                new Guarded(source, inherited),
                new ProviderAdapters(descriptions(), outside.factories(), inherited),
                new World.Network(
                        lookup,
                        mail,
                        new Once<>(() -> new SmtpSubmissionProbe(InstantSource.system())),
                        new Once<>(HttpsPolicyFetch::new),
                        new Once<>(() -> new HookPrograms(inherited)),
                        new World.Post(
                                new Once<>(() -> new SmtpSender(InstantSource.system())),
                                new Once<>(ImapSearch::new)),
                        new SecretReader(environment, inherited)),
                new World.Records(
                        new FileJournal(folder),
                        new FileLease(folder, host(), InstantSource.system()),
                        new RunIds(folder, InstantSource.system(), new SecureRandom()),
                        new FileNotes(folder)),
                time,
                System.getProperty("user.name") + "@" + host());
    }

    private static Set<String> secretVariables(ProfileSource.Loaded loaded) {
        return loaded.profiles().stream()
                .flatMap(profile -> profile.secretVariables().stream())
                .collect(Collectors.toSet());
    }

    private String host() {
        return Optional.ofNullable(environment.get("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElse("localhost");
    }

    @Override
    public Practice lab() throws IOException {
        return new Running(Lab.start(LAB_SPEED));
    }

    @Override
    public Platform.Factory fast(Practice lab) {
        if (!(lab instanceof Running known)) {
            throw new IllegalArgumentException("another lab");
        }
        return new Wiring(new World.Time(known.lab().clock(), Wiring::sleepFast));
    }

    /// An hour of the lab passes in seconds, and so do pauses, within reason.
    private static void sleepFast(Duration duration) throws InterruptedException {
        long millis = (long) (duration.toMillis() / LAB_SPEED);
        Thread.sleep(Math.max(100, Math.min(1000, millis)));
    }

    @Override
    public boolean interactive() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Optional<String> readLine() {
        try {
            return Optional.ofNullable(input.get().readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the operator's answer", e);
        }
    }

    /// Profiles, in the folder or elsewhere, whose secrets no program gets.
    private record Guarded(ProfileSource source, Inherited inherited) implements ProfileSource {
        @Override
        public Loaded load(List<String> names) {
            Loaded loaded = source.load(names);
            inherited.withhold(secretVariables(loaded));
            return loaded;
        }

        @Override
        public String schema() {
            return source.schema();
        }

        @Override
        public List<EspKnowledge> esps() {
            return source.esps();
        }
    }

    /// The lab, as the command line knows it.
    private record Running(Lab lab) implements Practice {
        @Override
        public String profiles() {
            return lab.profiles();
        }

        @Override
        public String state() {
            return lab.state();
        }

        @Override
        public List<String> description() {
            return lab.description();
        }

        @Override
        public Map<String, String> servers() {
            return lab.servers();
        }

        @Override
        public Answer command(String line) {
            LabAnswer answer = lab.answer(line);
            return new Answer(answer.done(), answer.text());
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    /// Makes a thing when it is first asked for, and once.
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private Optional<T> made = Optional.empty();

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized T get() {
            if (made.isEmpty()) {
                made = Optional.of(maker.get());
            }
            return made.get();
        }
    }
}
