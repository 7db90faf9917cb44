package io.gaia.schemas.json;

import io.gaia.schemas.event.StudentEvent;
import java.util.Optional;
import java.util.function.Function;

/** A checked event, or why it is none. */
public sealed interface ReadResult {

  record Accepted(StudentEvent event) implements ReadResult {}

  /**
   * @param reason in words: what is wrong and what the field takes
   * @param field the field at fault, when one is
   */
  record Rejected(String reason, Optional<String> field) implements ReadResult {}

  default <R> R match(Function<Accepted, R> accepted, Function<Rejected, R> rejected) {
    return this instanceof Accepted a ? accepted.apply(a) : rejected.apply((Rejected) this);
  }
}
