package io.mxfail.adapter.route53;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.w3c.dom.Element;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A strict, stateful stand-in for Route 53 over HTTP, after the service's API description: what
/// the service refuses, it refuses.
public final class FakeRoute53 implements AutoCloseable {
    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
    private static final Runnable NOTHING = () -> {};
    private static final int LARGEST_PAGE = 300;
    private static final Pattern ZONE = Pattern.compile("/2013-04-01/hostedzone/([A-Z0-9]+)");
    private static final Pattern SETS =
            Pattern.compile("/2013-04-01/hostedzone/([A-Z0-9]+)/rrset/?");
    private static final Pattern CHANGE = Pattern.compile("/2013-04-01/change/([A-Z0-9]+)");

    private final HttpServer server;
    private final SignatureCheck signatures;
    private final List<FakeZone> zones = new CopyOnWriteArrayList<>();
    private final Map<String, String> changes = new ConcurrentHashMap<>();
    private volatile boolean synchronisesWhenAsked;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faultsOfWrites = new ConcurrentLinkedDeque<>();
    private final Deque<Fault> faultsOfReads = new ConcurrentLinkedDeque<>();
    private final AtomicReference<Runnable> afterWrite = new AtomicReference<>(NOTHING);
    private volatile boolean trusting;
    private volatile Consumer<FakeZone> nameServers = _ -> {};
    private volatile Optional<FakeIam> iam = Optional.empty();

    /// What goes wrong with the next request. `AFTER` says that a write has taken effect.
    public enum Fault {
        THROTTLED,
        BUSY,
        FAILS,
        FAILS_AFTER,
        HANGS_UP,
        HANGS_UP_AFTER,
        TRUNCATED_AFTER,
        DRIPS_AFTER,
        HTML_INSTEAD,
        HTML_AFTER,
        REDIRECTS
    }

    private record Answer(int status, String body) {}

    /// @param secrets of the users, by access key id
    public FakeRoute53(Map<String, String> secrets) throws IOException {
        this.signatures = new SignatureCheck(secrets);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public FakeZone zone(String id, String name) {
        return add(new FakeZone(id, name, false));
    }

    FakeZone privateZone(String id, String name) {
        return add(new FakeZone(id, name, true));
    }

    private FakeZone add(FakeZone zone) {
        zones.add(zone);
        return zone;
    }

    /// From now on the user has these rights alone.
    void allow(FakeIam policy) {
        iam = Optional.of(policy);
    }

    /// Who hears of each change of a zone: the service's name servers.
    public void served(Consumer<FakeZone> by) {
        nameServers = by;
        zones.forEach(by);
    }

    /// For tests that stand in between: the signature is one for another host.
    void believeEverybody() {
        trusting = true;
    }

    public void nextWrites(Fault... faults) {
        faultsOfWrites.addAll(List.of(faults));
    }

    void nextReads(Fault... faults) {
        faultsOfReads.addAll(List.of(faults));
    }

    /// The next write takes effect, and this happens before its answer is sent.
    void afterTheNextWrite(Runnable event) {
        afterWrite.set(event);
    }

    /// From now on a change is on every name server once somebody has asked about it, as soon as
    /// the answer is given.
    public void synchroniseWhenAsked() {
        synchronisesWhenAsked = true;
    }

    /// Brings all changes to every name server.
    void synchronise() {
        changes.replaceAll((_, _) -> "INSYNC");
    }

    /// Methods and paths so far, with the query of lists.
    List<String> log() {
        return List.copyOf(log);
    }

    long writes() {
        return log.stream().filter(line -> line.startsWith("POST ")).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        log.add(method + " " + path + (query.isEmpty() ? "" : "?" + query));
        Optional<Fault> fault =
                Optional.ofNullable(
                        (method.equals("POST") ? faultsOfWrites : faultsOfReads).poll());
        Optional<String> refused =
                signatures.refuse(
                        method,
                        path,
                        query,
                        name ->
                                String.join(
                                        ",",
                                        exchange.getRequestHeaders().getOrDefault(name, List.of())),
                        body);
        if (refused.isPresent() && !trusting) {
            send(exchange, new Answer(403, error(refused.get(), "not signed by a known user")));
        } else if (fault.isPresent()) {
            fail(exchange, fault.get(), () -> answer(method, path, query, body));
        } else {
            Answer answer = answer(method, path, query, body);
            if (method.equals("POST")) {
                afterWrite.getAndSet(NOTHING).run();
            }
            send(exchange, answer);
        }
    }

    private void fail(
            HttpExchange exchange, Fault fault, java.util.function.Supplier<Answer> answer)
            throws IOException {
        String html = "<html><body><p>Please sign in</p></body></html>";
        switch (fault) {
            case THROTTLED -> send(exchange, new Answer(400, error("Throttling", "Rate exceeded")));
            case BUSY ->
                    send(
                            exchange,
                            new Answer(
                                    400,
                                    error(
                                            "PriorRequestNotComplete",
                                            "The request was rejected because Route 53 was still"
                                                    + " processing a prior request.")));
            case FAILS -> send(exchange, new Answer(503, error("ServiceUnavailable", "later")));
            case FAILS_AFTER -> {
                answer.get();
                send(exchange, new Answer(500, error("InternalFailure", "an internal error")));
            }
            case HANGS_UP -> exchange.close();
            case HANGS_UP_AFTER -> {
                answer.get();
                exchange.close();
            }
            case TRUNCATED_AFTER -> {
                byte[] whole = answer.get().body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case DRIPS_AFTER -> drip(exchange, answer.get());
            case HTML_INSTEAD -> send(exchange, new Answer(200, html));
            case HTML_AFTER -> {
                answer.get();
                send(exchange, new Answer(200, html));
            }
            case REDIRECTS -> {
                exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
                send(exchange, new Answer(302, html));
            }
        }
    }

    /// One octet now and then, for longer than anyone should wait.
    private static void drip(HttpExchange exchange, Answer answer) throws IOException {
        byte[] whole = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, whole.length);
        try {
            for (byte octet : whole) {
                exchange.getResponseBody().write(octet);
                exchange.getResponseBody().flush();
                new java.util.concurrent.CountDownLatch(1)
                        .await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer answer(String method, String path, String query, byte[] body) {
        try {
            return routed(method, path, parameters(query), body);
        } catch (FakeXml.Invalid e) {
            return new Answer(400, error("InvalidInput", e.getMessage()));
        }
    }

    private Answer routed(String method, String path, Map<String, String> parameters, byte[] body) {
        Matcher sets = SETS.matcher(path);
        Matcher zone = ZONE.matcher(path);
        Matcher change = CHANGE.matcher(path);
        if (!allowed(action(method, path), resource(path), List.of())) {
            return denied(action(method, path));
        }
        if (method.equals("GET") && path.equals("/2013-04-01/hostedzonesbyname")) {
            return byName(parameters);
        }
        if (method.equals("GET") && zone.matches()) {
            return known(zone.group(1))
                    .map(
                            z ->
                                    ok(
                                            "GetHostedZoneResponse",
                                            shown(z)
                                                    + "<DelegationSet><NameServers><NameServer>"
                                                    + "ns-1.awsdns.test</NameServer></NameServers>"
                                                    + "</DelegationSet>"))
                    .orElseGet(() -> noSuchZone(zone.group(1)));
        }
        if (method.equals("GET") && sets.matches()) {
            return known(sets.group(1))
                    .map(z -> listed(z, parameters))
                    .orElseGet(() -> noSuchZone(sets.group(1)));
        }
        if (method.equals("POST") && sets.matches()) {
            return known(sets.group(1))
                    .map(z -> changed(z, body))
                    .orElseGet(() -> noSuchZone(sets.group(1)));
        }
        if (method.equals("GET") && change.matches()) {
            String status = changes.get(change.group(1));
            if (synchronisesWhenAsked) {
                synchronise();
            }
            return status == null
                    ? new Answer(404, error("NoSuchChange", "no such change"))
                    : ok("GetChangeResponse", change(change.group(1), status));
        }
        return new Answer(404, error("UnknownOperationException", method + " " + path));
    }

    /// Writes are judged once their changes are known.
    private boolean allowed(String action, String arn, List<FakeZone.Change> changes) {
        return iam.isEmpty()
                || (action.equals("ChangeResourceRecordSets") && changes.isEmpty())
                || iam.get().allows(action, arn, changes);
    }

    private static Answer denied(String action) {
        return new Answer(
                403,
                error(
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/mxfail is not authorized to perform:"
                                + " route53:"
                                + action));
    }

    private static String action(String method, String path) {
        if (path.equals("/2013-04-01/hostedzonesbyname")) {
            return "ListHostedZonesByName";
        }
        if (CHANGE.matcher(path).matches()) {
            return "GetChange";
        }
        if (ZONE.matcher(path).matches()) {
            return "GetHostedZone";
        }
        return method.equals("POST") ? "ChangeResourceRecordSets" : "ListResourceRecordSets";
    }

    private static String resource(String path) {
        if (path.equals("/2013-04-01/hostedzonesbyname")) {
            return "*";
        }
        Matcher sets = SETS.matcher(path);
        String rest = sets.matches() ? "hostedzone/" + sets.group(1) : path.substring(12);
        return "arn:aws:route53:::" + rest;
    }

    private Optional<FakeZone> known(String id) {
        return zones.stream().filter(zone -> zone.id().equals(id)).findFirst();
    }

    private static Answer noSuchZone(String id) {
        return new Answer(404, error("NoSuchHostedZone", "No hosted zone found with ID: " + id));
    }

    /// From that name on, in the order of reversed labels.
    private Answer byName(Map<String, String> parameters) {
        String start =
                FakeZone.reversed(FakeZone.canonical(parameters.getOrDefault("dnsname", "")));
        int most = Integer.parseInt(parameters.getOrDefault("maxitems", "100"));
        List<FakeZone> all =
                zones.stream()
                        .filter(
                                zone ->
                                        !parameters.containsKey("dnsname")
                                                || FakeZone.reversed(zone.name()).compareTo(start)
                                                        >= 0)
                        .sorted(
                                Comparator.comparing((FakeZone z) -> FakeZone.reversed(z.name()))
                                        .thenComparing(FakeZone::id))
                        .toList();
        var text = new StringBuilder("<HostedZones>");
        all.stream().limit(most).forEach(zone -> text.append(shown(zone)));
        text.append("</HostedZones><IsTruncated>").append(all.size() > most);
        text.append("</IsTruncated><MaxItems>").append(most).append("</MaxItems>");
        return ok("ListHostedZonesByNameResponse", text.toString());
    }

    private static String shown(FakeZone zone) {
        return "<HostedZone><Id>/hostedzone/"
                + zone.id()
                + "</Id><Name>"
                + zone.name()
                + "</Name><CallerReference>r</CallerReference><Config><PrivateZone>"
                + zone.isPrivate()
                + "</PrivateZone></Config><ResourceRecordSetCount>"
                + zone.size()
                + "</ResourceRecordSetCount></HostedZone>";
    }

    private static Answer listed(FakeZone zone, Map<String, String> parameters) {
        int most =
                Math.min(
                        LARGEST_PAGE,
                        Integer.parseInt(parameters.getOrDefault("maxitems", "" + LARGEST_PAGE)));
        if (parameters.containsKey("type") && !parameters.containsKey("name")) {
            throw new FakeXml.Invalid("a type needs a name");
        }
        if (parameters.containsKey("identifier") && !parameters.containsKey("type")) {
            throw new FakeXml.Invalid("an identifier needs a name and a type");
        }
        Optional<FakeZone.Id> start =
                Optional.ofNullable(parameters.get("name"))
                        .map(
                                name ->
                                        new FakeZone.Id(
                                                name,
                                                parameters.getOrDefault("type", ""),
                                                Optional.ofNullable(parameters.get("identifier"))));
        List<Map.Entry<FakeZone.Id, FakeZone.Set>> found = zone.from(start);
        var text = new StringBuilder("<ResourceRecordSets>");
        found.stream().limit(most).forEach(e -> text.append(shown(e.getKey(), e.getValue())));
        text.append("</ResourceRecordSets><IsTruncated>").append(found.size() > most);
        text.append("</IsTruncated>");
        if (found.size() > most) {
            FakeZone.Id next = found.get(most).getKey();
            text.append("<NextRecordName>").append(next.name()).append("</NextRecordName>");
            text.append("<NextRecordType>").append(next.type()).append("</NextRecordType>");
            next.identifier()
                    .ifPresent(
                            id ->
                                    text.append("<NextRecordIdentifier>")
                                            .append(id)
                                            .append("</NextRecordIdentifier>"));
        }
        text.append("<MaxItems>").append(most).append("</MaxItems>");
        return ok("ListResourceRecordSetsResponse", text.toString());
    }

    private static String shown(FakeZone.Id id, FakeZone.Set set) {
        var text = new StringBuilder("<ResourceRecordSet><Name>" + id.name() + "</Name><Type>");
        text.append(id.type()).append("</Type>");
        id.identifier()
                .ifPresent(
                        identifier ->
                                text.append("<SetIdentifier>")
                                        .append(identifier)
                                        .append("</SetIdentifier>"));
        text.append(set.extra());
        if (!set.values().isEmpty()) {
            text.append("<TTL>").append(set.ttl()).append("</TTL><ResourceRecords>");
            for (String value : set.values()) {
                text.append("<ResourceRecord><Value>")
                        .append(FakeXml.escaped(value))
                        .append("</Value></ResourceRecord>");
            }
            text.append("</ResourceRecords>");
        }
        return text.append("</ResourceRecordSet>").toString();
    }

    private Answer changed(FakeZone zone, byte[] body) {
        List<FakeZone.Change> batch = batch(FakeXml.read(body));
        if (batch.stream().anyMatch(c -> c.action().equals("UPSERT"))) {
            return new Answer(
                    403, error("AccessDenied", "this user may not route53:...Actions UPSERT"));
        }
        if (!allowed(
                "ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/" + zone.id(), batch)) {
            return denied("ChangeResourceRecordSets");
        }
        List<String> wrong = zone.apply(batch);
        if (!wrong.isEmpty()) {
            return new Answer(400, error("InvalidChangeBatch", wrong.toString()));
        }
        nameServers.accept(zone);
        String id = "C" + numbers.incrementAndGet() + "ABCDEF";
        changes.put(id, "PENDING");
        return ok("ChangeResourceRecordSetsResponse", change(id, "PENDING"));
    }

    private static List<FakeZone.Change> batch(Element root) {
        FakeXml.require(root, "ChangeResourceRecordSetsRequest");
        var batch = new ArrayList<FakeZone.Change>();
        Element changeBatch = FakeXml.child(root, "ChangeBatch");
        for (Element change : FakeXml.children(FakeXml.child(changeBatch, "Changes"), "Change")) {
            Element set = FakeXml.child(change, "ResourceRecordSet");
            var values = new ArrayList<String>();
            for (Element record :
                    FakeXml.children(FakeXml.child(set, "ResourceRecords"), "ResourceRecord")) {
                values.add(FakeXml.child(record, "Value").getTextContent());
            }
            long ttl = Long.parseLong(FakeXml.child(set, "TTL").getTextContent());
            if (ttl < 0 || ttl > Integer.MAX_VALUE) {
                throw new FakeXml.Invalid("TTL out of range");
            }
            String action = FakeXml.child(change, "Action").getTextContent();
            if (!List.of("CREATE", "DELETE", "UPSERT").contains(action)) {
                throw new FakeXml.Invalid("no action: " + action);
            }
            batch.add(
                    new FakeZone.Change(
                            action,
                            new FakeZone.Id(
                                    FakeXml.child(set, "Name").getTextContent(),
                                    FakeXml.child(set, "Type").getTextContent(),
                                    Optional.empty()),
                            new FakeZone.Set(ttl, values, "")));
        }
        if (batch.isEmpty()) {
            throw new FakeXml.Invalid("Changes must have at least one member");
        }
        return batch;
    }

    private static String change(String id, String status) {
        return "<ChangeInfo><Id>/change/"
                + id
                + "</Id><Status>"
                + status
                + "</Status><SubmittedAt>2026-01-01T00:00:00.000Z</SubmittedAt></ChangeInfo>";
    }

    private static Answer ok(String element, String content) {
        return new Answer(
                200,
                "<?xml version=\"1.0\"?>\n<%s xmlns=\"%s\">%s</%s>"
                        .formatted(element, NAMESPACE, content, element));
    }

    private static String error(String code, String message) {
        return ("<?xml version=\"1.0\"?>\n<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type>"
                        + "<Code>%s</Code><Message>%s</Message></Error><RequestId>"
                        + "11111111-2222-3333-4444-555555555555</RequestId></ErrorResponse>")
                .formatted(NAMESPACE, code, FakeXml.escaped(message));
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
