package io.gaia.server.classroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param nextCursor gives what follows; null at the end
 */
public record Page<T>(
    List<T> items,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> nextCursor) {

  static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, Optional.empty());
  }
}
