package io.gaia.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param nextCursor where the next part begins; null after the last, as the contract says
 */
public record Page<T>(
    List<T> items,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> nextCursor) {
  private static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 1000;

  /**
   * The first of these.
   *
   * @param key of an entry; the cursor of a part is the key that comes after it
   */
  public static <E, T> Page<T> of(
      Iterable<E> entries, int limit, Function<E, String> key, Function<E, T> toJson) {
    List<T> items = new ArrayList<>();
    Iterator<E> iterator = entries.iterator();
    while (iterator.hasNext()) {
      E entry = iterator.next();
      if (items.size() == limit) {
        return new Page<>(items, Optional.of(key.apply(entry)));
      }
      items.add(toJson.apply(entry));
    }
    return new Page<>(items, Optional.empty());
  }

  /** All of it. */
  public static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, Optional.empty());
  }

  /**
   * How many entries a part has at most; a problem that names the field when it is out of range.
   */
  public static int limit(Optional<Integer> asked) {
    int limit = asked.orElse(DEFAULT_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Problem.invalidField("limit", "limit takes a whole number from 1 to " + MAX_LIMIT)
          .exception();
    }
    return limit;
  }
}
