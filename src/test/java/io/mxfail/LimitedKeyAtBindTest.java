package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import java.util.List;

@NeedsServer(Server.BIND)
class LimitedKeyAtBindTest extends LimitedKeyContract {
    @Override
    NameServer start(Zone zone) {
        return Bind.primary(zone);
    }

    @Override
    List<Grant> rules(Key key, String... atTheApex) {
        return List.of(
                Grant.only(key, "acme.test.", atTheApex),
                Grant.only(key, "smtp.acme.test.", "CNAME"),
                Grant.only(key, "bk._domainkey.acme.test.", "CNAME"));
    }
}
