package io.gaia.client.coordination;

/** A session has ended and will not live again. */
public final class SessionEndedException extends RuntimeException {

  SessionEndedException(String message) {
    super(message);
  }
}
