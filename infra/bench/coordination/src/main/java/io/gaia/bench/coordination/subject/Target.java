package io.gaia.bench.coordination.subject;

import java.util.List;

/**
 * Who is measured, and where it listens.
 *
 * @param address a base URL, a JDBC URL or {@code host:port}
 * @param token bearer token; empty where there is none
 * @param serverPids whose processor time is told, together
 */
public record Target(Subject subject, String address, String token, List<Long> serverPids) {
  /** Without the token: this goes into messages. */
  @Override
  public String toString() {
    return subject.title() + " at " + address;
  }
}
