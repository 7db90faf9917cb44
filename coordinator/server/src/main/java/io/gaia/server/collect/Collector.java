package io.gaia.server.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.CaliperReader;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.json.ReadResult;
import io.gaia.schemas.json.ReadResult.Rejected;
import io.gaia.schemas.json.StudentEventReader;
import io.gaia.schemas.json.XapiReader;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.collect.EventBody.Item;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Checks what apps send and hands it to Kafka: accepted events to their topics as they were sent,
 * the others to rejected-events with the reason.
 */
final class Collector {

  private static final String SOURCE = "collector";

  /**
   * @param accepted how many events Kafka has
   * @param unconfirmed positions of events (accepted or rejected) that Kafka is not known to have
   */
  record Outcome(int accepted, List<Rejection> rejected, SortedMap<Integer, String> unconfirmed) {}

  record Rejection(int index, String reason, Optional<String> field) {}

  /**
   * @param index of the item it came in
   */
  private record Checked(int index, Outgoing outgoing, Optional<Rejection> rejection) {}

  private final EventPublisher publisher;
  private final ErasedStudents erased;
  private final InstantSource time;

  Collector(EventPublisher publisher, ErasedStudents erased, InstantSource time) {
    this.publisher = publisher;
    this.erased = erased;
    this.time = time;
  }

  /** Returns when Kafka has confirmed, or not confirmed in time, every event. */
  Outcome take(List<Item> items) {
    Instant receivedAt = time.instant();
    List<Checked> checked = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      check(i, items.get(i), receivedAt, checked);
    }
    SortedMap<Integer, String> unconfirmed =
        publisher.tryPublish(checked.stream().map(Checked::outgoing).toList());
    int accepted = 0;
    List<Rejection> rejected = new ArrayList<>();
    SortedMap<Integer, String> unconfirmedItems = new TreeMap<>();
    for (int i = 0; i < checked.size(); i++) {
      checked.get(i).rejection().ifPresent(rejected::add);
      if (unconfirmed.containsKey(i)) {
        unconfirmedItems.putIfAbsent(checked.get(i).index(), unconfirmed.get(i));
      } else if (checked.get(i).rejection().isEmpty()) {
        accepted++;
      }
    }
    return new Outcome(accepted, rejected, unconfirmedItems);
  }

  /** Keeps a body that could not be taken apart; best effort, for its sender is told as well. */
  void keepUnreadable(byte[] body, String reason) {
    publisher.tryPublish(
        List.of(rejected(body, new Rejected(reason, Optional.empty()), time.instant())));
  }

  /** An envelope's events are judged one by one. */
  private void check(int index, Item item, Instant receivedAt, List<Checked> checked) {
    List<JsonNode> enveloped =
        item.json().filter(CaliperReader::isEnvelope).map(CaliperReader::events).orElse(List.of());
    for (int i = 0; i < enveloped.size(); i++) {
      Item event = Item.of(EventCodec.toBytes(enveloped.get(i)), enveloped.get(i));
      ReadResult read =
          tooLarge(event)
              .orElseGet(() -> CaliperReader.read(event.json().orElseThrow(), receivedAt));
      checked.add(checked(index, "data[" + i + "]: ", event, read, true, receivedAt));
    }
    if (enveloped.isEmpty()) {
      boolean isStatement = item.json().filter(XapiReader::isStatement).isPresent();
      checked.add(checked(index, "", item, read(item, receivedAt), isStatement, receivedAt));
    }
  }

  /**
   * @param place of the event within its item, for people
   * @param isForeign of another standard: what it was read as goes on
   */
  private Checked checked(
      int index, String place, Item item, ReadResult read, boolean isForeign, Instant receivedAt) {
    return read.match(
        accepted ->
            erased.covers(accepted.event().studentId(), accepted.event().timestamp())
                ? ofErased(index, place, item, receivedAt)
                : new Checked(
                    index,
                    outgoing(
                        accepted.event(),
                        isForeign
                            ? EventCodec.toBytes(accepted.event())
                            : asSent(accepted.event(), item)),
                    Optional.empty()),
        rejected ->
            new Checked(
                index,
                rejected(item.raw(), rejected, receivedAt),
                Optional.of(new Rejection(index, place + rejected.reason(), rejected.field()))));
  }

  /** Operators see that it was refused, and nothing of what it said. */
  private static Checked ofErased(int index, String place, Item item, Instant receivedAt) {
    Rejected why =
        new Rejected(
            "student_id is an erased student's: nothing is taken until a roster names them anew",
            Optional.of("student_id"));
    return new Checked(
        index,
        rejected(item.raw(), 0, why, receivedAt),
        Optional.of(new Rejection(index, place + why.reason(), why.field())));
  }

  private static Optional<ReadResult> tooLarge(Item item) {
    return item.raw().length <= Topic.MAX_VALUE_BYTES
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                "event of " + item.raw().length + " bytes; at most " + Topic.MAX_VALUE_BYTES,
                Optional.empty()));
  }

  private static ReadResult read(Item item, Instant receivedAt) {
    Optional<ReadResult> tooLarge = tooLarge(item);
    if (tooLarge.isPresent()) {
      return tooLarge.get();
    }
    if (item.json().isEmpty()) {
      return new Rejected("not JSON: " + item.syntaxError(), Optional.empty());
    }
    JsonNode json = item.json().get();
    if (CaliperReader.isEnvelope(json)) {
      return new Rejected(
          "data takes an array of events: sensor makes this a Caliper envelope",
          Optional.of("data"));
    }
    return XapiReader.isStatement(json)
        ? XapiReader.read(json, receivedAt)
        : StudentEventReader.read(json, receivedAt);
  }

  private static Outgoing outgoing(StudentEvent event, byte[] value) {
    Topic topic =
        event instanceof UsabilityMetric ? Topic.USABILITY_METRICS : Topic.SATISFACTION_RATINGS;
    return new Outgoing(topic, event.studentId(), value);
  }

  /** The event as sent, with a derived id written in, so that every reader sees the same. */
  private static byte[] asSent(StudentEvent event, Item item) {
    ObjectNode json = (ObjectNode) item.json().orElseThrow();
    return json.hasNonNull("event_id")
        ? item.raw()
        : EventCodec.toBytes(json.deepCopy().put("event_id", event.eventId()));
  }

  private static Outgoing rejected(byte[] raw, Rejected why, Instant at) {
    return rejected(raw, RejectedEvent.RAW_BYTES_KEPT, why, at);
  }

  private static Outgoing rejected(byte[] raw, int bytesKept, Rejected why, Instant at) {
    String sha256 = HexFormat.of().formatHex(sha256(raw));
    // from the content, so that sending it again is the same rejection
    String id =
        UUID.nameUUIDFromBytes((SOURCE + sha256 + why.reason()).getBytes(StandardCharsets.UTF_8))
            .toString();
    byte[] kept = Arrays.copyOf(raw, Math.min(raw.length, bytesKept));
    return Outgoing.of(
        Topic.REJECTED_EVENTS,
        id,
        new RejectedEvent(
            id,
            SOURCE,
            why.reason(),
            why.field(),
            new String(kept, StandardCharsets.UTF_8),
            raw.length,
            sha256,
            at));
  }

  private static byte[] sha256(byte[] raw) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(raw);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
