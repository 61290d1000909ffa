package io.mxfail.planted;

import io.mxfail.adapter.cloudflare.FakeCloudflare;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The strict stand-in for Cloudflare with zones that other servers serve, too.
public final class HostedZones implements AutoCloseable {
    public static final String TOKEN = FakeCloudflare.TOKEN;

    private final FakeCloudflare service = new FakeCloudflare();

    public String endpoint() {
        return service.endpoint();
    }

    /// Takes a zone over, in the service's own notation; SOA and NS are the service's.
    public void serve(String domain, String zone) throws IOException {
        FakeCloudflare.FakeZone hosted = service.zone(domain, "full", true);
        var master =
                new Master(
                        new ByteArrayInputStream(zone.getBytes(StandardCharsets.UTF_8)),
                        Name.fromString(domain + "."));
        for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
            if (record.getType() != Type.SOA && record.getType() != Type.NS) {
                service.put(hosted, fields(record));
            }
        }
    }

    private static Map<String, Object> fields(Record record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", Type.string(record.getType()));
        fields.put("name", record.getName().toString(true));
        fields.put("ttl", (int) record.getTTL());
        if (record instanceof MXRecord mx) {
            fields.put("priority", mx.getPriority());
            fields.put("content", mx.getTarget().toString(true));
        } else {
            String data = record.rdataToString();
            fields.put("content", data.endsWith(".") ? data.replaceFirst("\\.$", "") : data);
        }
        return fields;
    }

    @Override
    public void close() {
        service.close();
    }
}
