package io.gaia.bench.coordination.subject;

import java.io.IOException;

/** The server answered, and not with what was asked for. */
public final class RefusedException extends IOException {
  RefusedException(String message) {
    super(message);
  }
}
