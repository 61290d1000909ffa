package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.DNSServiceEnabled;
import org.apache.james.jspf.core.MacroExpand;
import org.apache.james.jspf.core.MacroExpandEnabled;
import org.apache.james.jspf.core.SPFCheckEnabled;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.executor.SynchronousSPFExecutor;
import org.apache.james.jspf.impl.DefaultTermsFactory;
import org.apache.james.jspf.impl.SPF;
import org.apache.james.jspf.parser.RFC4408SPF1Parser;
import org.apache.james.jspf.wiring.WiringServiceTable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Our answers as jSPF wants them: text in lists that it changes itself, `null` for none.
record JspfAnswers(DnsAnswers answers) implements DNSService {
    /// An evaluator that asks these. Put together by hand, since the constructor for everyday use
    /// evaluates in threads of its own, where a failure leaves its caller waiting for ever.
    static SPF evaluator(DnsAnswers answers) {
        var dns = new JspfAnswers(answers);
        var macros = new MacroExpand(dns);
        var parts = new WiringServiceTable();
        var spf =
                new SPF(
                        dns,
                        new RFC4408SPF1Parser(new DefaultTermsFactory(parts)),
                        macros,
                        new SynchronousSPFExecutor(dns));
        parts.put(DNSServiceEnabled.class, dns);
        parts.put(MacroExpandEnabled.class, macros);
        parts.put(SPFCheckEnabled.class, spf);
        return spf;
    }

    @Override
    public @Nullable List<String> getRecords(DNSRequest request) throws TimeoutException {
        Optional<RecordKey> key = key(request);
        if (key.isEmpty()) {
            return null;
        }
        return switch (answers.ask(key.get())) {
            case DnsAnswer.Found found ->
                    new ArrayList<>(found.set().records().stream().map(JspfAnswers::text).toList());
            case DnsAnswer.Failed failed -> throw new TimeoutException(failed.detail());
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> null;
        };
    }

    private static Optional<RecordKey> key(DNSRequest request) {
        try {
            Name name = Name.fromString(request.getHostname(), Name.root);
            return type(request).map(type -> new RecordKey(name, type));
        } catch (TextParseException _) {
            // No name that DNS could hold: nothing is there.
            return Optional.empty();
        }
    }

    /// It knows the record type SPF too, which is no more (RFC 7208, section 3.1).
    private static Optional<Integer> type(DNSRequest request) {
        return switch (request.getRecordType()) {
            case DNSRequest.A -> Optional.of(Type.A);
            case DNSRequest.AAAA -> Optional.of(Type.AAAA);
            case DNSRequest.MX -> Optional.of(Type.MX);
            case DNSRequest.PTR -> Optional.of(Type.PTR);
            case DNSRequest.TXT -> Optional.of(Type.TXT);
            default -> Optional.empty();
        };
    }

    private static String text(Record record) {
        return switch (record) {
            case ARecord a -> a.getAddress().getHostAddress();
            case AAAARecord a -> a.getAddress().getHostAddress();
            case MXRecord mx -> mx.getTarget().toString(true);
            case PTRRecord ptr -> ptr.getTarget().toString(true);
            case TXTRecord txt -> String.join("", txt.getStrings());
            default -> throw new IllegalArgumentException(record.toString());
        };
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("asked one after the other alone"));
    }

    @Override
    public List<String> getLocalDomainNames() {
        return List.of("receiver.example.test");
    }

    @Override
    public void setTimeOut(int seconds) {
        // Our answers are here at once.
    }

    @Override
    public int getRecordLimit() {
        return 10;
    }

    @Override
    public void setRecordLimit(int limit) {
        // Our answers are whole.
    }
}
