package io.mxfail.adapter.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.probe.Contact;

import org.junit.jupiter.api.Test;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

final class ContactsTest {
    @Test
    void a_failure_on_the_way_is_told_apart_from_one_on_this_machine() {
        assertEquals(Contact.REFUSED, Contacts.of(new ConnectException("refused"), true));
        assertEquals(Contact.TIMED_OUT, Contacts.of(new SocketTimeoutException("late"), true));
        assertEquals(
                Contact.UNREACHABLE,
                Contacts.of(new NoRouteToHostException("No route to host"), true));
        assertEquals(
                Contact.UNREACHABLE,
                Contacts.of(new SocketException("Network is unreachable"), true));
        assertEquals(
                Contact.FAILED_HERE,
                Contacts.of(new SocketException("Operation not permitted"), true));
        assertEquals(
                Contact.FAILED_HERE, Contacts.of(new BindException("Permission denied"), true));
    }

    @Test
    void without_a_route_the_failure_is_ours() {
        assertEquals(
                Contact.NO_ROUTE_HERE,
                Contacts.of(new SocketException("Network is unreachable"), false));
        assertEquals(
                Contact.NO_ROUTE_HERE,
                Contacts.of(new SocketException("Protocol family unavailable"), false));
    }

    @Test
    void ipv6_addresses_are_written_in_their_canonical_form() throws UnknownHostException {
        assertEquals("192.0.2.1", text("192.0.2.1"));
        assertEquals("2001:db8::1", text("2001:db8:0:0:0:0:0:1"));
        assertEquals("2001:db8::1:0:0:1", text("2001:db8:0:0:1:0:0:1"));
        assertEquals("2001:db8:0:1:1:1:1:1", text("2001:db8:0:1:1:1:1:1"));
        assertEquals("::1", text("0:0:0:0:0:0:0:1"));
        assertEquals("::", text("::"));
        assertEquals("fe80::", text("fe80::"));
    }

    private static String text(String address) throws UnknownHostException {
        return AddressText.of(InetAddress.getByName(address));
    }
}
