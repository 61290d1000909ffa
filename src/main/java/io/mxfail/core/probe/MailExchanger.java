package io.mxfail.core.probe;

import org.xbill.DNS.Name;

/// One MX of a domain; senders try the lowest preference first (RFC 5321, section 5.1).
public record MailExchanger(int preference, Name host) {}
