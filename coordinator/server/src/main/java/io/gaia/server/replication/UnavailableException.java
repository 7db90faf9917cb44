package io.gaia.server.replication;

/**
 * The command cannot be served now. It may have been applied all the same; asked again under the
 * same request id, it applies once.
 */
public final class UnavailableException extends RuntimeException {
  UnavailableException(String message) {
    super(message, null, false, false);
  }
}
