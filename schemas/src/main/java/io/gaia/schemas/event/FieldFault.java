package io.gaia.schemas.event;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A field that is not what it takes.
 *
 * @param field where it is, such as {@code hours[0].from}; empty: the value itself
 * @param takes what it takes or lacks, to be read after the field's name
 */
public record FieldFault(String field, String takes) {

  /** The same seen from outside of {@code part}. */
  public FieldFault in(String part) {
    return new FieldFault(field.isEmpty() ? part : part + "." + field, takes);
  }

  /**
   * The first fault in a list.
   *
   * @param name the field that holds the list
   * @param most how many it may have
   */
  public static <T> Optional<FieldFault> inList(
      String name, List<T> parts, int most, Function<T, Optional<FieldFault>> faultOf) {
    if (parts.size() > most) {
      return Optional.of(new FieldFault(name, "takes at most " + most));
    }
    for (int i = 0; i < parts.size(); i++) {
      Optional<FieldFault> fault = faultOf.apply(parts.get(i));
      if (fault.isPresent()) {
        return Optional.of(fault.get().in(name + "[" + i + "]"));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return field + " " + takes;
  }
}
