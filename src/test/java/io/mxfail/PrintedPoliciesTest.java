package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.WriteScope;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The least rights at services that no test can ask to enforce them, word by word. Those of BIND,
/// Knot and Route 53 are enforced where their adapters are tested.
class PrintedPoliciesTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final WriteScope SCOPE =
            new WriteScope(
                    Map.of(
                            ZONE,
                            Set.of(new RecordKey(ZONE, Type.MX), new RecordKey(ZONE, Type.TXT))));

    private static String policy(String type, Map<String, Object> options) {
        return new Wiring()
                .world(Optional.empty(), Optional.empty())
                .providers()
                .policy(new ProviderConfig(type, options), SCOPE)
                .orElseThrow()
                .text();
    }

    @Test
    void cloudflare_needs_a_token_for_the_dns_of_the_zone_and_finds_it_where_no_id_is_given() {
        assertEquals(
                """
                Permissions
                  Zone | DNS | Edit
                  Zone | Zone | Read
                Zone Resources
                  Include | Specific zone | example.test
                """,
                policy("cloudflare", Map.of("token", "x")));
        assertEquals(
                """
                Permissions
                  Zone | DNS | Edit
                Zone Resources
                  Include | Specific zone | example.test
                """,
                policy("cloudflare", Map.of("token", "x", "zone-id", "z")));
    }

    @Test
    void google_needs_changes_and_record_sets_and_no_right_on_policies_or_zones() {
        List<String> always =
                List.of(
                        "title: mxfail",
                        "stage: GA",
                        "includedPermissions:",
                        "- dns.changes.create",
                        "- dns.changes.get",
                        "- dns.resourceRecordSets.create",
                        "- dns.resourceRecordSets.delete",
                        "- dns.resourceRecordSets.list",
                        "- dns.resourceRecordSets.update",
                        "- dns.managedZones.get");
        assertEquals(
                always,
                policy("google", Map.of("project", "p", "managed-zone", "z")).lines().toList());
        assertEquals(always.size() + 1, policy("google", Map.of("project", "p")).lines().count());
    }

    @Test
    void azure_needs_the_types_that_are_written_alone() {
        String text =
                policy(
                        "azure",
                        Map.of("subscription", "s", "resource-group", "mail", "tenant", "t"));
        assertEquals(
                List.of(
                        "\"Microsoft.Network/dnsZones/read\",",
                        "\"Microsoft.Network/dnsZones/MX/read\",",
                        "\"Microsoft.Network/dnsZones/MX/write\",",
                        "\"Microsoft.Network/dnsZones/MX/delete\",",
                        "\"Microsoft.Network/dnsZones/TXT/read\",",
                        "\"Microsoft.Network/dnsZones/TXT/write\",",
                        "\"Microsoft.Network/dnsZones/TXT/delete\""),
                text.lines().map(String::strip).filter(l -> l.contains("dnsZones")).toList());
        assertEquals(
                List.of("\"/subscriptions/s/resourceGroups/mail\""),
                text.lines().map(String::strip).filter(l -> l.contains("/subscriptions")).toList());
    }

    @Test
    void powerdns_gives_dynamic_updates_to_the_key_of_cas_via_and_needs_no_key_without() {
        assertEquals(
                List.of("pdnsutil set-meta example.test SOA-EDIT-API INCREASE"),
                commands(policy("powerdns", Map.of("url", "http://127.0.0.1:1"))));
        assertEquals(
                List.of(
                        "pdnsutil set-meta example.test TSIG-ALLOW-DNSUPDATE k",
                        "pdnsutil set-meta example.test SOA-EDIT-DNSUPDATE INCREASE"),
                commands(
                        policy(
                                "powerdns",
                                Map.of(
                                        "url",
                                        "http://127.0.0.1:1",
                                        "cas-via",
                                        Map.of("tsig", Map.of("name", "k."))))));
    }

    private static List<String> commands(String text) {
        return text.lines().filter(line -> line.startsWith("pdnsutil")).toList();
    }

    @Test
    void a_zone_file_needs_its_folder_and_the_reload_command() {
        assertEquals(
                """
                read and write   /etc/zones/${zone}.zone
                create and rename in its folder
                run              rndc reload example.test
                """,
                policy(
                        "zonefile",
                        Map.of(
                                "path",
                                "/etc/zones/${zone}.zone",
                                "reload",
                                List.of("rndc", "reload", "example.test"))));
    }
}
