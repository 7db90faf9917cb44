package io.gaia.client.http;

/** No usable answer came in time. */
public final class UnreachableException extends RuntimeException {

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
