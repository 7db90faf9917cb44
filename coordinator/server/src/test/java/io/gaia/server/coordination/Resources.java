package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.core.View;
import io.gaia.core.model.EntityKind;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.projection.RowSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the HTTP interface would list of a state, for tests of other packages. */
public final class Resources {
  private Resources() {}

  /** Rows of the tables as the service makes them. */
  public static RowSource rows() {
    return new ResourceRows();
  }

  public static Map<EntityKind, List<JsonNode>> of(View view) {
    Map<EntityKind, List<JsonNode>> all = new EnumMap<>(EntityKind.class);
    for (EntityKind kind : EntityKind.values()) {
      all.put(kind, new ArrayList<>());
    }
    view.sessions().forEach(each -> all.get(EntityKind.SESSION).add(json(SessionJson.of(each))));
    view.lessons().forEach(each -> all.get(EntityKind.LESSON).add(json(LessonJson.of(each))));
    view.tasks().forEach(each -> all.get(EntityKind.TASK).add(json(TaskJson.of(each))));
    view.affinities()
        .forEach(each -> all.get(EntityKind.AFFINITY).add(json(AffinityJson.of(each))));
    view.locks()
        .forEach(
            each ->
                all.get(EntityKind.LOCK).add(json(LockJson.of(each, view.promisedEndMs(each)))));
    return all;
  }

  private static JsonNode json(Object resource) {
    try {
      return EventCodec.mapper().readTree(EventCodec.toBytes(resource));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
