package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.core.RecordedEvent;
import io.gaia.core.event.Event;
import io.gaia.core.event.SessionEvent.SessionUpdated;
import io.gaia.core.model.SessionStatus;
import io.gaia.schemas.event.CoordinationEvent;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.live.Channel;
import io.gaia.server.live.LiveServer;
import io.gaia.server.live.LiveSettings;
import io.gaia.server.live.StreamSource;
import io.gaia.server.testkit.AsyncApi;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.LiveReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event of the state machine, as it goes out through both doors, is as it is described. */
@Timeout(120)
class EventTypesTest {

  private static final JsonNode TYPES =
      AsyncApi.read("/schema/coordination-event-types.schema.json");

  @TempDir Path directory;

  @Test
  void everyTypeIsDescribedAndNoOther() {
    Set<String> described = new TreeSet<>();
    TYPES.at("/properties/type/enum").forEach(type -> described.add(type.textValue()));
    Set<String> emitted = new TreeSet<>();
    events().forEach(event -> emitted.add(event.type()));
    assertThat(described).isEqualTo(emitted);
  }

  @Test
  void everyFieldIsDescribedAndNoOther() {
    for (Event event : events()) {
      CoordinationEvent json = sent(1, event);
      assertThat(names(json.data()))
          .as(event.type())
          .isEqualTo(names(definition(event.type()).get("properties")));
      json.data().properties().forEach(field -> nested(event.type() + "." + field.getKey(), field));
    }
  }

  private static CoordinationEvent sent(long index, Event event) {
    return EventCodec.fromBytes(
        EventJson.bytes(new RecordedEvent(index, 0, 1_000, event)), CoordinationEvent.class);
  }

  /** What a field holds is described under its own name. */
  private static void nested(String what, Map.Entry<String, JsonNode> field) {
    JsonNode described = TYPES.get("$defs").get(field.getKey());
    if (described != null && field.getValue().isObject()) {
      assertThat(names(field.getValue())).as(what).isEqualTo(names(described.get("properties")));
    }
  }

  private static JsonNode definition(String type) {
    return TYPES.get("$defs").get(type);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @EnumSource
  void everyEventIsSentAsDescribed(Entrance entrance) throws Exception {
    LiveSettings settings = LiveSettings.with(new LiveLimits(10, 10, 10, 1_024, 100, 100));
    List<Event> events = events();
    try (LiveServer server = new LiveServer(directory, settings, Instant::now);
        LiveReader reader =
            entrance.open(server.root(), Pass.token(server.admin()), "cluster", "0")) {
      server.hub().open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
      for (int i = 0; i < events.size(); i++) {
        server
            .hub()
            .publish(
                StreamSource.COORDINATION,
                0,
                i,
                List.of(Channel.cluster()),
                sent(i, events.get(i)));
      }
      await().until(() -> reader.events().size() == events.size());
      assertThat(reader.frames())
          .allSatisfy(frame -> assertThat(AsyncApi.faults(entrance, frame)).isEmpty());
    }
  }

  @Test
  void aFieldOfAnotherTypeIsAFault() {
    ObjectNode event = EventCodec.mapper().valueToTree(sent(1, events().get(0)));
    ((ObjectNode) event.get("data")).put("incarnation", "first");
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", "event");
    frame.put("channel", "cluster").put("cursor", "log.1").set("event", event);
    assertThat(event.get("type").textValue()).isEqualTo("session.registered");
    assertThat(AsyncApi.faults(Entrance.SOCKET, frame))
        .singleElement()
        .satisfies(fault -> assertThat(fault).contains("incarnation"));
  }

  /** One of each type that the world outside is told of, with every field in it. */
  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (Class<?> type : leaves(Event.class)) {
      if (type == SessionUpdated.class) {
        for (SessionStatus status :
            List.of(SessionStatus.IDLE, SessionStatus.PAUSED, SessionStatus.DRAINING)) {
          events.add(new SessionUpdated("s-1", status));
        }
      } else {
        Event event = (Event) filled(type);
        if (event.published()) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .<Class<?>>flatMap(permitted -> leaves(permitted).stream())
            .toList()
        : List.of(type);
  }

  private static Object filled(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    try {
      return record
          .getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(
              Arrays.stream(components)
                  .map(each -> value(each.getName(), each.getGenericType()))
                  .toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(record + " cannot be made", e);
    }
  }

  private static Object value(String name, Type type) {
    if (type instanceof ParameterizedType generic) {
      Object element = value(name, generic.getActualTypeArguments()[0]);
      return generic.getRawType() == Optional.class ? Optional.of(element) : List.of(element);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      boolean isJson = Set.of("payload", "metadata", "result", "checkpoint").contains(name);
      return isJson ? "{\"a\":1}" : "text";
    }
    if (plain == long.class) {
      return 1_000L;
    }
    if (plain == int.class) {
      return 1;
    }
    if (plain == boolean.class) {
      return true;
    }
    if (plain == OptionalLong.class) {
      return OptionalLong.of(1_000);
    }
    if (plain == OptionalInt.class) {
      return OptionalInt.of(1);
    }
    return plain.isEnum() ? plain.getEnumConstants()[0] : filled(leaves(plain).get(0));
  }
}
