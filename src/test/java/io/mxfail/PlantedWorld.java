package io.mxfail;

import io.mxfail.planted.Fault;
import io.mxfail.planted.Healthy;
import io.mxfail.planted.HostedPolicy;
import io.mxfail.planted.HostedZones;
import io.mxfail.real.Key;
import io.mxfail.real.Ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Real servers that many companies share, each with its own zone, policy host and desk.
final class PlantedWorld implements AutoCloseable {
    private final PlantedCertificates certificates = new PlantedCertificates();
    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>(List.of(certificates));
    private final Map<Fault, PlantedCompany> companies = new LinkedHashMap<>();

    PlantedWorld(List<Fault> faults) {
        for (Fault fault : faults) {
            companies.put(fault, PlantedCompany.of(companies.size(), fault, desk()));
        }
    }

    private Desk desk() {
        try {
            return started(new Desk());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts all servers and writes all profiles.
    void start() throws IOException, GeneralSecurityException {
        PlantedMail mail = started(new PlantedMail(certificates));
        mail.start(companies.values());
        var hosts = new StringBuilder(Healthy.HOSTS).append(mail.records());
        for (PlantedCompany company : companies.values()) {
            policyHost(company);
            company.fault().hosts().forEach(line -> hosts.append(line).append('\n'));
        }
        PlantedNames names = started(new PlantedNames(key));
        names.start(companies.values(), hosts.toString());
        mail.namesAre(names.server());
        HostedZones hosted = started(new HostedZones());
        var known = new LinkedHashMap<String, String>();
        known.putAll(mail.known());
        known.putAll(names.known());
        known.put("closed", "127.0.0.1:" + Ports.free());
        known.put("cloudflare", hosted.endpoint());
        for (PlantedCompany company : companies.values()) {
            known.forEach((token, value) -> company.words().putIfAbsent(token, value));
            if (company.fault().provider() == Fault.Provider.CLOUDFLARE) {
                hosted.serve(company.domain(), company.zone(company.fault().zone()));
                company.words().put("token", company.secret("token", HostedZones.TOKEN));
            }
            company.write(certificates.anchor(), key);
        }
    }

    /// What the program says of a fault's company.
    Desk.Ran ask(Fault fault) {
        try {
            return companies.get(fault).ask();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void policyHost(PlantedCompany company) throws IOException, GeneralSecurityException {
        Fault.Served served = company.fault().policy();
        HostedPolicy policy =
                started(
                        HostedPolicy.start(
                                certificates
                                        .shown(
                                                company.fill(company.fault().policyName()),
                                                company.fault().policyHost())
                                        .serverContext(),
                                new Fault.Served(
                                        served.status(),
                                        served.type(),
                                        company.fill(served.body()))));
        company.words().put("https", Desk.at(policy.address()));
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }
}
