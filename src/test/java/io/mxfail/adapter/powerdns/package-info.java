/// PowerDNS' API and its dynamic updates against a real server.
@NullMarked
package io.mxfail.adapter.powerdns;

import org.jspecify.annotations.NullMarked;
