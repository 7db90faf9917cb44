package io.gaia.core;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Looks after the invariants of the design: all of them, or one alone. */
final class Watch {
  private static final String ALL = "";

  private final String only;

  private Watch(String only) {
    this.only = only;
  }

  static Watch overAll() {
    return new Watch(ALL);
  }

  static Watch over(String invariant) {
    return new Watch(invariant);
  }

  void check(boolean holds, String invariant, Object... what) {
    if (!holds && (only.equals(ALL) || only.equals(invariant))) {
      throw new Violation(
          invariant
              + ": "
              + Arrays.stream(what).map(String::valueOf).collect(Collectors.joining(" ")));
    }
  }

  /** An invariant of the design that did not hold. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String what) {
      super(what);
    }
  }
}
