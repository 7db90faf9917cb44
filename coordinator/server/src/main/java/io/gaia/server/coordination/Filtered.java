package io.gaia.server.coordination;

import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The entries that match, in their order, found as they are asked for. */
final class Filtered {
  private Filtered() {}

  static <E> Iterable<E> of(Iterable<E> entries, Predicate<E> matches) {
    return () -> StreamSupport.stream(entries.spliterator(), false).filter(matches).iterator();
  }
}
