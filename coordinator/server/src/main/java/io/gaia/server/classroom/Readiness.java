package io.gaia.server.classroom;

import io.gaia.server.http.ProblemCode;
import java.util.function.Supplier;

/** Whether the views can be served: not before the topics were read to their end once. */
public final class Readiness {

  private final Supplier<Boolean> isCaughtUp;
  private final String otherwise;

  /**
   * @param otherwise why not, in words
   */
  public Readiness(Supplier<Boolean> isCaughtUp, String otherwise) {
    this.isCaughtUp = isCaughtUp;
    this.otherwise = otherwise;
  }

  boolean isReady() {
    return isCaughtUp.get();
  }

  /** Refuses with 503 unavailable. */
  void check() {
    if (!isReady()) {
      throw ProblemCode.UNAVAILABLE.because(otherwise);
    }
  }
}
