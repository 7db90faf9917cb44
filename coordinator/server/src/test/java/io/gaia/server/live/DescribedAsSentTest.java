package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.CoordinationEvent;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.server.testkit.AsyncApi;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Wanted;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.LiveReader;
import io.gaia.server.testkit.StreamClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of frame, through both doors, is as {@code /asyncapi.json} says. */
class DescribedAsSentTest extends LiveScene {

  private static final Wanted ROOM = new Wanted("classroom:c-1", Optional.of("0"));
  private static final Wanted FOREIGN = new Wanted("classroom:c-2", Optional.empty());
  private static final Wanted OF_USER = new Wanted("user:t-1", Optional.of("another.1"));

  private static TeacherAlert alert(AlertEventType type, long revision) {
    return new TeacherAlert(
        type,
        "a-1",
        "e-1",
        AlertKind.STUDENT,
        "c-1",
        Optional.of("s-1"),
        "quiz",
        Optional.of("lesson-1"),
        Optional.of("item-4"),
        FrustrationLevel.HIGH,
        0.7,
        List.of(new Reason("error_burst", "4 errors within a minute", 4, 0.7)),
        Instant.parse("2026-03-02T09:00:00Z"),
        Instant.parse("2026-03-02T09:01:00Z"),
        AlertState.OPEN,
        revision,
        false,
        List.of(),
        Optional.empty());
  }

  private void publishEverything() {
    openStream("topic");
    hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
    long offset = 0;
    for (AlertEventType type : AlertEventType.values()) {
      hub.publish(
          StreamSource.ALERTS, 0, offset, List.of(Channel.classroom("c-1")), alert(type, ++offset));
    }
  }

  private void publishCoordination() {
    ObjectNode data =
        JsonNodeFactory.instance.objectNode().put("session_id", "s-1").put("status", "paused");
    hub.publish(
        StreamSource.COORDINATION,
        0,
        1,
        List.of(Channel.user("t-1")),
        new CoordinationEvent("session.paused", "s-1", "1.0", now.get(), data));
  }

  @ParameterizedTest
  @EnumSource
  void everyFrameIsAsDescribed(Entrance entrance) {
    publishEverything();
    List<JsonNode> frames = new ArrayList<>();
    try (LiveReader reader = entrance.open(server.root(), teacher("c-1"), FOREIGN, ROOM, OF_USER)) {
      await().until(() -> reader.frames().size() == 4 + AlertEventType.values().length);
      publishCoordination();
      await().until(() -> reader.events().size() == 1 + AlertEventType.values().length);
      if (reader instanceof LiveClient socket) {
        socket.send("{\"type\":\"ping\"}").send("{\"type\":\"shout\"}").subscribe("planet:mars");
        socket.send("{\"type\":\"unsubscribe\",\"channel\":\"classroom:c-1\"}");
        socket.send(
            "{\"type\":\"call\",\"id\":\"1\",\"method\":\"PUT\",\"path\":\"/api/v1/locks/k\"}");
        await().until(() -> reader.frames().size() == 10 + AlertEventType.values().length);
      }
      frames.addAll(reader.frames());
      server.close();
      assertThat(reader.closeCode()).isEqualTo(1012);
      if (reader instanceof StreamClient stream) {
        frames.add(stream.closing().orElseThrow());
      }
    }
    Set<String> kinds = new TreeSet<>();
    frames.forEach(frame -> kinds.add(AsyncApi.messageOf(frame)));
    assertThat(kinds).isEqualTo(AsyncApi.sentThrough(entrance));
    assertThat(frames).allSatisfy(frame -> assertThat(AsyncApi.faults(entrance, frame)).isEmpty());
  }

  @Test
  void aFrameThatIsNotAsDescribedIsSeen() {
    ObjectNode frame =
        JsonNodeFactory.instance.objectNode().put("type", "event").put("channel", "cluster");
    frame.put("cursor", "log.1");
    frame.set(
        "event",
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "task.lost")
            .put("entity_id", "t-1")
            .put("cursor", "1.0")
            .put("at", "2026-03-02T09:00:00Z")
            .set("data", JsonNodeFactory.instance.objectNode().put("task_id", "t-1")));
    assertThat(AsyncApi.faults(Entrance.SOCKET, frame))
        .singleElement()
        .satisfies(fault -> assertThat(fault).contains("reason"));
    assertThat(AsyncApi.faults(Entrance.SOCKET, frame.deepCopy().put("more", 1)))
        .anyMatch(fault -> fault.startsWith("more is not described"));
  }

  @Test
  void everyCloseCodeIsDescribed() {
    String socket = AsyncApi.document().at("/channels/socket/description").textValue();
    Set<Integer> ofStreams = new TreeSet<>();
    AsyncApi.document()
        .at("/components/schemas/closing/properties/code/enum")
        .forEach(code -> ofStreams.add(code.intValue()));
    for (CloseCode code : CloseCode.values()) {
      boolean isDescribed =
          code == CloseCode.FORBIDDEN || socket.contains(String.valueOf(code.code()));
      assertThat(isDescribed).as(code.name()).isTrue();
      assertThat(ofStreams.contains(code.code()))
          .as(code.name())
          .isEqualTo(code != CloseCode.TOO_MANY_FRAMES);
    }
  }
}
