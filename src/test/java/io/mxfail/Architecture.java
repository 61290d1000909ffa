package io.mxfail;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import org.jspecify.annotations.NullMarked;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rooms of the program and the arrows between them, as rules over class files: what
/// `docs/architecture.md` draws, and what keeps the core pure.
///
/// Every rule is a function of the top package, so that a deliberately wrong program can be held
/// against it.
final class Architecture {
    /// From each room, the rooms it may import besides itself. `core` stands for all of `core.*`,
    /// `adapter` and `wire` for each of theirs.
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("core.dns", Set.of()),
                    Map.entry("core.mail", Set.of("core.dns")),
                    Map.entry("core.profile", Set.of("core.dns", "core.mail")),
                    Map.entry("core.plan", Set.of("core.dns", "core.mail", "core.profile")),
                    Map.entry("core.probe", Set.of("core.dns", "core.profile")),
                    Map.entry("core.propagation", Set.of("core.dns")),
                    Map.entry(
                            "core.guard",
                            Set.of(
                                    "core.mail",
                                    "core.profile",
                                    "core.plan",
                                    "core.probe",
                                    "core.propagation")),
                    Map.entry(
                            "core.journal",
                            Set.of("core.profile", "core.plan", "core.guard", "core.propagation")),
                    Map.entry("spi", Set.of("core")),
                    Map.entry("port", Set.of("core", "spi")),
                    Map.entry("format", Set.of("core")),
                    Map.entry("wire", Set.of("core", "spi")),
                    Map.entry("adapter", Set.of("core", "spi", "port", "wire", "format")),
                    Map.entry("lab", Set.of("core", "port", "wire")),
                    Map.entry("app", Set.of("core", "spi", "port", "format")),
                    Map.entry("view", Set.of("core", "app", "format")),
                    Map.entry("cli", Set.of("core", "app", "view")));

    /// Rooms with a room for each package below them.
    private static final Set<String> DIVIDED = Set.of("core", "wire", "adapter");

    private static final Set<String> JAVA_IO = Set.of("java.io.IOException");
    private static final Set<String> JAVA_NET =
            Set.of("java.net.InetAddress", "java.net.Inet4Address", "java.net.Inet6Address");
    private static final List<String> OUTSIDE =
            List.of(
                    "java.nio.file.",
                    "java.nio.channels.",
                    "javax.net.",
                    "java.util.logging.",
                    "org.slf4j.",
                    "org.xbill.DNS.lookup.",
                    "org.xbill.DNS.hosts.",
                    "org.xbill.DNS.config.");
    private static final Set<String> OUTSIDE_TYPES =
            Set.of(
                    "java.lang.System$Logger",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime",
                    "java.lang.ClassLoader",
                    "java.util.ServiceLoader",
                    "java.util.Scanner",
                    "org.xbill.DNS.Resolver",
                    "org.xbill.DNS.SimpleResolver",
                    "org.xbill.DNS.ExtendedResolver",
                    "org.xbill.DNS.DohResolver",
                    "org.xbill.DNS.Lookup",
                    "org.xbill.DNS.Cache",
                    "org.xbill.DNS.ResolverConfig",
                    "org.xbill.DNS.ReverseMap",
                    "org.xbill.DNS.ZoneTransferIn");

    /// Of types that both convert addresses and ask resolvers, what only converts.
    private static final Map<String, Set<String>> CONVERSIONS =
            Map.of(
                    "java.net.InetAddress",
                            Set.of(
                                    "getByAddress",
                                    "getAddress",
                                    "getHostAddress",
                                    "equals",
                                    "hashCode"),
                    "java.net.Inet4Address",
                            Set.of("getAddress", "getHostAddress", "equals", "hashCode"),
                    "java.net.Inet6Address",
                            Set.of("getAddress", "getHostAddress", "equals", "hashCode"),
                    "org.xbill.DNS.Address",
                            Set.of(
                                    "toByteArray",
                                    "toArray",
                                    "toDottedQuad",
                                    "isDottedQuad",
                                    "familyOf",
                                    "addressLength",
                                    "truncate",
                                    "getByAddress"));

    private Architecture() {}

    static List<ArchRule> rules(String top) {
        return List.of(
                arrowsAsDrawn(top),
                noCycles(top),
                coreTouchesNothingOutside(top),
                coreAsksNoClock(top),
                coreStartsNoThread(top),
                coreReadsNoEnvironment(top),
                outputOnlyWhereItBelongs(top),
                everyPackageIsNullMarked(top));
    }

    static ArchRule arrowsAsDrawn(String top) {
        return classesOf(top)
                .should(
                        dependOnlyOn(
                                "rooms that their own room may import",
                                dependency -> isArrowDrawn(top, dependency)))
                .allowEmptyShould(true);
    }

    static ArchRule noCycles(String top) {
        return SlicesRuleDefinition.slices()
                .matching(top + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    static ArchRule coreTouchesNothingOutside(String top) {
        return core(top)
                .should(
                        dependOnlyOn(
                                "what needs no file, stream, socket, resolver, process or logger",
                                dependency -> isPure(dependency.getTargetClass().getFullName())))
                .andShould(access("no address by name", access -> !asksResolver(access)))
                .allowEmptyShould(true);
    }

    static ArchRule coreAsksNoClock(String top) {
        return core(top)
                .should(access("no clock", access -> !asksClock(access)))
                .allowEmptyShould(true);
    }

    static ArchRule coreStartsNoThread(String top) {
        return core(top)
                .should(
                        dependOnlyOn(
                                "what starts no thread",
                                dependency ->
                                        !isConcurrency(dependency.getTargetClass().getFullName())))
                .andShould(
                        access(
                                "no parallel stream",
                                access ->
                                        !access.getName().equals("parallelStream")
                                                && !(access.getName().equals("parallel")
                                                        && isIn(access, "java.util.stream."))))
                .allowEmptyShould(true);
    }

    static ArchRule coreReadsNoEnvironment(String top) {
        Set<String> harmless = Set.of("identityHashCode", "arraycopy", "lineSeparator");
        return core(top)
                .should(
                        access(
                                "nothing of System, and no chance",
                                access ->
                                        !(isOn(access, "java.lang.System")
                                                        && !harmless.contains(access.getName()))
                                                && !isChance(access)))
                .allowEmptyShould(true);
    }

    static ArchRule outputOnlyWhereItBelongs(String top) {
        Set<String> speakers = Set.of("Main", "cli", "view");
        return ArchRuleDefinition.classes()
                .that(
                        DescribedPredicate.<JavaClass>describe(
                                "are not Main, cli or view",
                                type ->
                                        isWithin(top, type)
                                                && room(top, type)
                                                        .filter(speakers::contains)
                                                        .isEmpty()))
                .should(access("neither System.out nor System.err", access -> !prints(access)))
                .allowEmptyShould(true);
    }

    static ArchRule everyPackageIsNullMarked(String top) {
        return classesOf(top)
                .should(
                        new ArchCondition<JavaClass>("lie in a package marked @NullMarked") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                boolean marked =
                                        type.getPackage()
                                                .tryGetPackageInfo()
                                                .filter(
                                                        info ->
                                                                info.isAnnotatedWith(
                                                                        NullMarked.class))
                                                .isPresent();
                                events.add(
                                        new SimpleConditionEvent(
                                                type,
                                                marked,
                                                type.getPackageName()
                                                        + " has no package-info.java with"
                                                        + " @NullMarked: "
                                                        + type.getName()));
                            }
                        })
                .allowEmptyShould(true);
    }

    /// The room that a class belongs to: packages below `lab` are the lab's, those below
    /// `adapter.route53` that adapter's.
    static Optional<String> room(String top, JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(top)) {
            return Optional.of("Main");
        }
        String[] parts = name.substring(top.length() + 1).split("\\.", -1);
        if (!DIVIDED.contains(parts[0])) {
            return ARROWS.containsKey(parts[0]) ? Optional.of(parts[0]) : Optional.empty();
        }
        if (parts.length == 1) {
            return Optional.empty();
        }
        String room = parts[0] + "." + parts[1];
        return parts[0].equals("core") && !ARROWS.containsKey(room)
                ? Optional.empty()
                : Optional.of(room);
    }

    static boolean mayImport(String from, String to) {
        if (from.equals(to) || from.equals("Main")) {
            return true;
        }
        Set<String> allowed = allowedFrom(from);
        return allowed.contains(to) || allowed.contains(group(to));
    }

    private static Set<String> allowedFrom(String room) {
        return ARROWS.getOrDefault(room, ARROWS.getOrDefault(group(room), Set.of()));
    }

    private static String group(String room) {
        int dot = room.indexOf('.');
        return dot < 0 ? room : room.substring(0, dot);
    }

    private static boolean isArrowDrawn(String top, Dependency dependency) {
        JavaClass target = dependency.getTargetClass();
        if (!isWithin(top, target)) {
            return true;
        }
        Optional<String> from = room(top, dependency.getOriginClass());
        Optional<String> to = room(top, target);
        return from.isPresent() && to.isPresent() && mayImport(from.get(), to.get());
    }

    private static boolean isWithin(String top, JavaClass type) {
        return type.getPackageName().equals(top) || type.getPackageName().startsWith(top + ".");
    }

    private static boolean isPure(String type) {
        String name = elementOf(type);
        if (name.startsWith("java.io.")) {
            return JAVA_IO.contains(name);
        }
        if (name.startsWith("java.net.")) {
            return JAVA_NET.contains(name);
        }
        return OUTSIDE.stream().noneMatch(name::startsWith) && !OUTSIDE_TYPES.contains(name);
    }

    private static boolean asksResolver(JavaAccess<?> access) {
        Set<String> conversions = CONVERSIONS.get(access.getTargetOwner().getFullName());
        return conversions != null
                && !conversions.contains(access.getName())
                && !access.getName().matches("is.*Address");
    }

    private static boolean asksClock(JavaAccess<?> access) {
        return isIn(access, "java.time.") && access.getName().matches("now|system.*|tick.*")
                || isOn(access, "java.lang.System")
                        && access.getName().matches("currentTimeMillis|nanoTime")
                || access.getTargetOwner()
                        .getFullName()
                        .matches("java\\.util\\.(Date|Calendar|GregorianCalendar)");
    }

    private static boolean isConcurrency(String type) {
        String name = elementOf(type);
        return name.matches("java\\.lang\\.Thread(\\$.*)?")
                || name.startsWith("java.util.concurrent.")
                        && !name.equals("java.util.concurrent.TimeUnit")
                || name.matches("java\\.util\\.Timer(Task)?");
    }

    private static boolean isChance(JavaAccess<?> access) {
        return isOn(access, "java.lang.Math") && access.getName().equals("random")
                || isOn(access, "java.util.UUID") && access.getName().equals("randomUUID")
                || isOn(access, "java.security.SecureRandom")
                || isOn(access, "java.util.Random")
                        && access.getTarget() instanceof AccessTarget.ConstructorCallTarget made
                        && made.getRawParameterTypes().isEmpty();
    }

    private static boolean prints(JavaAccess<?> access) {
        return isOn(access, "java.lang.System") && access.getName().matches("out|err|console")
                || access.getName().equals("printStackTrace")
                        && access.getTarget() instanceof AccessTarget.CodeUnitCallTarget printed
                        && printed.getRawParameterTypes().isEmpty();
    }

    private static boolean isOn(JavaAccess<?> access, String type) {
        return access.getTargetOwner().getFullName().equals(type);
    }

    private static boolean isIn(JavaAccess<?> access, String packages) {
        return access.getTargetOwner().getFullName().startsWith(packages);
    }

    private static String elementOf(String type) {
        return type.replace("[]", "");
    }

    private static GivenClassesConjunction classesOf(String top) {
        return ArchRuleDefinition.classes()
                .that(
                        DescribedPredicate.<JavaClass>describe(
                                "are the program's", type -> isWithin(top, type)));
    }

    private static GivenClassesConjunction core(String top) {
        return ArchRuleDefinition.classes()
                .that(
                        DescribedPredicate.<JavaClass>describe(
                                "are the core's",
                                type ->
                                        isWithin(top, type)
                                                && type.getPackageName()
                                                        .startsWith(top + ".core")));
    }

    private static ArchCondition<JavaClass> dependOnlyOn(
            String what, Predicate<Dependency> allowed) {
        return condition(
                "depend only on " + what,
                type -> type.getDirectDependenciesFromSelf().stream(),
                allowed,
                Dependency::getDescription);
    }

    private static ArchCondition<JavaClass> access(String what, Predicate<JavaAccess<?>> allowed) {
        return condition(
                "use " + what,
                type -> type.getAccessesFromSelf().stream(),
                allowed,
                JavaAccess::getDescription);
    }

    private static <T> ArchCondition<JavaClass> condition(
            String what,
            Function<JavaClass, Stream<? extends T>> parts,
            Predicate<? super T> allowed,
            Function<T, String> description) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                parts.apply(type)
                        .filter(part -> !allowed.test(part))
                        .map(description)
                        .distinct()
                        .forEach(
                                violation ->
                                        events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
    }

    /// The rooms that the table names, for a test that holds every pair against it.
    static Set<String> rooms() {
        return Stream.of(
                        ARROWS.keySet().stream().filter(room -> !DIVIDED.contains(room)),
                        Stream.of("wire.dns", "wire.http", "adapter.one", "adapter.two", "Main"))
                .flatMap(Function.identity())
                .collect(Collectors.toUnmodifiableSet());
    }
}
