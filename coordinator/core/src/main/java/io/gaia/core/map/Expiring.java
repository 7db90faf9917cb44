package io.gaia.core.map;

/** What {@link ExpiringMap} keeps for a while. */
public interface Expiring {
  long expiresAtMs();
}
