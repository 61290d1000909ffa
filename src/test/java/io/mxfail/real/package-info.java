/// Real servers for tests: each starts BIND, Knot, PowerDNS, Unbound or Postfix as an
/// ordinary child process on a free port of loopback, below a folder of its own, and ends
/// with the test, also when the JVM is killed. A class that needs one says so with
/// [NeedsServer][io.mxfail.real.NeedsServer].
@NullMarked
package io.mxfail.real;

import org.jspecify.annotations.NullMarked;
