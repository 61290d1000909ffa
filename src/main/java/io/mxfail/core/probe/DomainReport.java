package io.mxfail.core.probe;

import org.xbill.DNS.Name;

import java.util.List;

/// What a site would do with the mail of one domain.
///
/// @param recipients for each declared recipient the worst result over all hosts and addresses
public record DomainReport(Name domain, SiteState state, List<RecipientResult> recipients) {
    public DomainReport {
        recipients = List.copyOf(recipients);
    }
}
