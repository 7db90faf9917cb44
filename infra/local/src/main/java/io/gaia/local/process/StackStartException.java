package io.gaia.local.process;

/** The stack cannot run; the message tells a person why and what to do. */
public final class StackStartException extends RuntimeException {

  public StackStartException(String message) {
    super(message);
  }

  public StackStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
