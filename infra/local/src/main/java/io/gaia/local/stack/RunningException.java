package io.gaia.local.stack;

/** Another supervisor keeps a stack in the same state directory. */
public final class RunningException extends RuntimeException {

  RunningException(String message) {
    super(message);
  }
}
