package io.mxfail.adapter.azure;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.ZoneVersion;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A name server that serves what a zone of the fake service holds, from each write on.
public final class AzureNameServer {
    private AzureNameServer() {}

    public static void serve(FakeAzure service, FakeAzure.Zone zone, AuthoritativeServer by) {
        var serial = new AtomicInteger(1);
        Runnable load =
                () ->
                        by.load(
                                ZoneVersion.parse(
                                        zone.name() + ".", text(zone, serial.incrementAndGet())));
        load.run();
        service.afterEachChange(load);
    }

    private static String text(FakeAzure.Zone zone, int serial) {
        return "$ORIGIN %s.\n@ 300 SOA ns1 hostmaster %d 3600 600 604800 300\n"
                        .formatted(zone.name(), serial)
                + "@ 300 NS ns1\nns1 300 A 127.0.0.1\n"
                + zone.sets().values().stream()
                        .flatMap(AzureNameServer::lines)
                        .collect(Collectors.joining());
    }

    private static Stream<String> lines(Map<String, Object> set) {
        String type = String.valueOf(set.get("type")).replaceFirst(".*/", "");
        Map<?, ?> properties = (Map<?, ?>) set.get("properties");
        Function<Map<?, ?>, String> data =
                switch (type) {
                    case "MX" -> r -> r.get("preference") + " " + r.get("exchange");
                    case "A" -> r -> String.valueOf(r.get("ipv4Address"));
                    case "CNAME" -> r -> String.valueOf(r.get("cname"));
                    case "TXT" ->
                            r ->
                                    ((List<?>) r.get("value"))
                                            .stream()
                                                    .map(text -> "\"" + text + "\"")
                                                    .collect(Collectors.joining(" "));
                    default -> _ -> "";
                };
        Object records =
                type.equals("CNAME")
                        ? List.of(properties.get("CNAMERecord"))
                        : properties.get(type + "Records");
        return !(records instanceof List<?> list)
                ? Stream.of()
                : list.stream()
                        .map(record -> data.apply((Map<?, ?>) record))
                        .map(
                                text ->
                                        "%s %s %s %s\n"
                                                .formatted(
                                                        set.get("name"),
                                                        properties.get("TTL"),
                                                        type,
                                                        text.matches("[^\"]*[a-z]")
                                                                ? text + "."
                                                                : text));
    }
}
