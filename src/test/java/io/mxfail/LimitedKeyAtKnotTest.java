package io.mxfail;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.util.List;
import java.util.stream.Stream;

@NeedsServer(Server.KNOT)
class LimitedKeyAtKnotTest extends LimitedKeyContract {
    @Override
    NameServer start(Zone zone) {
        return Knot.primary(zone);
    }

    /// Knot holds a whole UPDATE against one rule after the other: one of them must allow all of
    /// it.
    @Override
    List<Grant> rules(Key key, String... atTheApex) {
        return List.of(
                new Grant(
                        key,
                        List.of("acme.test.", "smtp.acme.test.", "bk._domainkey.acme.test."),
                        Stream.concat(Stream.of(atTheApex), Stream.of("CNAME")).toList()));
    }
}
