package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A service that changes one record set a request: the plan shows every state on the way, a
/// process killed between any two of the writes is finished or taken back, and nobody who looks
/// meanwhile sees a domain without MX.
///
/// One test after the other, since each starts several processes.
@Execution(ExecutionMode.SAME_THREAD)
abstract class SetBySetContract {
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "30s"
    };
    private static final String PRIMARY = "10 mx.primary.acme.test.";
    private static final String BACKUP = "10 mx.backup.acme.test.";

    /// The company, at a service with its zone as in [Company#ZONE], more or less.
    abstract Company company();

    /// Where the zone is served.
    abstract InetSocketAddress names();

    /// From now on the service takes so many writes more and then nothing.
    abstract void freezeAfter(int writes);

    /// Whether the last of them has taken effect.
    abstract boolean frozen();

    /// From now on it works again; what was asked of it meanwhile is lost.
    abstract void thaw();

    @Test
    void the_plan_shows_each_state_on_the_way_and_the_run_passes_through_no_other() {
        Company.Ran plan = company().mxfail("plan", "--to", "backup");
        assertEquals(0, plan.exit(), plan.out() + plan.err());
        assertTrue(plan.out().contains("set by set"), plan.out());
        List<String> way =
                Pattern.compile("(?m)^ {4}([0-9])  (\\S+ [A-Z]+) (.*)$")
                        .matcher(plan.out())
                        .results()
                        .map(state -> state.group(1) + " " + state.group(2))
                        .toList();
        assertEquals(
                List.of(
                        "1 bk._domainkey.acme.test. CNAME",
                        "2 acme.test. TXT",
                        "3 smtp.acme.test. CNAME",
                        "4 acme.test. MX"),
                way,
                plan.out());
        assertTrue(plan.out().contains("stopping here is safe"), plan.out());

        try (Onlooker onlooker = Onlooker.at(names(), "acme.test")) {
            onlooker.await("acme.test", PRIMARY);
            Company.Ran there = company().mxfail(SWITCH);
            assertEquals(0, there.exit(), there.out() + there.err());
            onlooker.await("acme.test", BACKUP);
            Company.Ran back = company().mxfail("undo", "--yes", "--wait", "30s");
            assertEquals(0, back.exit(), back.out() + back.err());
            onlooker.assertNeverWrong();
            assertEquals(Set.of(PRIMARY, BACKUP), onlooker.mx("acme.test"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void killed_after_any_write_a_run_is_finished(int writes) {
        killedAfter(
                writes,
                () -> {
                    Company.Ran resumed =
                            company().mxfail("resume", newest(), "--yes", "--wait", "30s");
                    assertEquals(0, resumed.exit(), resumed.out() + resumed.err());
                    assertEquals(List.of(BACKUP), company().mx());
                    Company.Ran again = company().mxfail(SWITCH);
                    assertTrue(again.out().contains("UNCHANGED"), again.out());
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void killed_after_any_write_a_run_is_taken_back(int writes) {
        Set<String> origin = new TreeSet<>(company().served());
        killedAfter(
                writes,
                () -> {
                    Company.Ran undone =
                            company().mxfail("undo", newest(), "--yes", "--wait", "30s");
                    assertEquals(0, undone.exit(), undone.out() + undone.err());
                    assertEquals(origin, new TreeSet<>(company().served()));
                });
    }

    private void killedAfter(int writes, Runnable recovery) {
        try (Onlooker onlooker = Onlooker.at(names(), "acme.test")) {
            freezeAfter(writes);
            try (Victim victim =
                    Victim.start(
                            company().folder.resolve("victim.log"), company().arguments(SWITCH))) {
                victim.awaitUntil("write " + writes + " took effect", this::frozen);
                victim.kill();
            }
            thaw();
            assertEquals(List.of(writes < 4 ? PRIMARY : BACKUP), company().mx());
            recovery.run();
            onlooker.assertNeverWrong();
        }
    }

    private String newest() {
        return company().mxfail("history").out().lines().findFirst().orElseThrow().split(" ")[0];
    }
}
