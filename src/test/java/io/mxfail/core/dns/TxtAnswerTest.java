package io.mxfail.core.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;

final class TxtAnswerTest {
    private static final Name NAME = Name.fromConstantString("www.Example.test.");

    /// The message as a server would send it.
    private static int sent(RecordSet set) {
        Message answer = Message.newQuery(Record.newRecord(NAME, Type.TXT, DClass.IN));
        set.records().forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer.toWire().length;
    }

    private static RecordSet of(String... texts) {
        return RecordSet.of(
                List.of(texts).stream()
                        .<Record>map(text -> TxtText.record(NAME, 3600, text))
                        .toList());
    }

    @Test
    void it_is_what_a_server_sends() {
        for (RecordSet set :
                List.of(
                        of("v=spf1 -all"),
                        of(""),
                        of("v=spf1 " + "ip4:192.0.2.1 ".repeat(40) + "-all"),
                        of("v=spf1 -all", "x".repeat(255), "y".repeat(256), "Upper=Case"))) {
            assertEquals(sent(set), TxtAnswer.octets(set), set::toString);
        }
    }
}
