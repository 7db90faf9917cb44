package io.gaia.bench.coordination.subject;

/**
 * Who is measured, and where it listens.
 *
 * @param address a base URL, a JDBC URL or {@code host:port}
 * @param token bearer token; empty where there is none
 * @param serverPid whose processor time is told
 */
public record Target(Subject subject, String address, String token, long serverPid) {
  /** Without the token: this goes into messages. */
  @Override
  public String toString() {
    return subject.title() + " at " + address;
  }
}
