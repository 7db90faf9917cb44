package io.gaia.server.projection;

import io.gaia.core.View;
import io.gaia.core.model.EntityKind;
import java.util.Optional;

/** Makes rows of a state's entities; the same entity in the same state always gives the same. */
public interface RowSource {

  /** Empty when the state has no such entity. */
  Optional<Row> row(View view, EntityKind kind, String id);

  /** Of all entities of that kind, as in {@link io.gaia.core.model.Change#id}. */
  Iterable<String> ids(View view, EntityKind kind);
}
