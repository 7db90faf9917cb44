package io.gaia.client.coordination;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The calls about sessions. */
public final class Sessions {

  private final JsonHttp http;

  Sessions(JsonHttp http) {
    this.http = http;
  }

  /** A session that lives until it is silent for a lease. */
  public Session register(SessionSpec spec) {
    return register(spec, JsonHttp.newRequestId());
  }

  /**
   * @param requestId the same for every call that means the same registration
   */
  Session register(SessionSpec spec, String requestId) {
    return session(http.post(path("sessions"), Optional.of(Wire.write(spec)), requestId));
  }

  /**
   * Renews the lease.
   *
   * @param incarnation which life of the session says so; an older one is refused
   */
  public Renewed heartbeat(String id, long incarnation, List<ProgressReport> progress) {
    ObjectNode body = Wire.object().put("incarnation", incarnation);
    if (!progress.isEmpty()) {
      var reports = body.putArray("progress");
      progress.forEach(report -> reports.add(Wire.write(report)));
    }
    JsonNode answer = http.post(path("sessions", id, "heartbeat"), Optional.of(body));
    return Wire.read(answer, Renewed.class);
  }

  public Session get(String id) {
    return session(http.get(path("sessions", id)));
  }

  /**
   * @param cursor of the page to show; absent: the first
   */
  public Page<Session> list(Optional<String> cursor) {
    return Wire.page(http.get(with(path("sessions"), "cursor", cursor)), Session.class);
  }

  /** Healthy ones with room, the closest to the lesson and the least loaded first. */
  public List<Session> available(Optional<String> lessonId) {
    JsonNode answer = http.get(with(path("sessions", "available"), "lesson_id", lessonId));
    return Wire.page(answer, Session.class).items();
  }

  /** It is offered no tasks until it resumes. */
  public Session pause(String id) {
    return session(http.post(path("sessions", id, "pause"), Optional.empty()));
  }

  public Session resume(String id) {
    return session(http.post(path("sessions", id, "resume"), Optional.empty()));
  }

  /** It ends what it has, and is offered nothing new. */
  public Session drain(String id) {
    return session(http.post(path("sessions", id, "drain"), Optional.empty()));
  }

  /** Declares it dead: its tasks go back to the queue. */
  public Session fail(String id, String reason) {
    ObjectNode body = Wire.object().put("reason", reason);
    return session(http.post(path("sessions", id, "fail"), Optional.of(body)));
  }

  /** Its tasks go back to the queue without being counted as lost, its locks are free. */
  public void unregister(String id) {
    http.delete(path("sessions", id));
  }

  /**
   * Takes tasks.
   *
   * @param wait for the first of them, up to 25 s
   * @return empty when there was nothing
   */
  public List<Task> claim(
      String id, long incarnation, int max, Duration wait, Optional<String> lessonId) {
    ObjectNode body =
        Wire.object()
            .put("max", max)
            .put("wait_seconds", wait.toMillis() / 1000.0)
            .put("incarnation", incarnation);
    lessonId.ifPresent(lesson -> body.put("lesson_id", lesson));
    JsonNode answer = http.post(path("sessions", id, "claims"), Optional.of(body));
    return StreamSupport.stream(answer.path("tasks").spliterator(), false)
        .map(task -> Wire.read(task, Task.class))
        .toList();
  }

  public Affinity setAffinity(
      String id, String lessonId, int score, Optional<TimeWindow> timeWindow) {
    ObjectNode body = Wire.object().put("score", score);
    timeWindow.ifPresent(window -> body.set("time_window", Wire.write(window)));
    JsonNode answer = http.put(path("sessions", id, "affinities", lessonId), body);
    return Wire.read(answer, Affinity.class);
  }

  public List<Affinity> affinities(String id) {
    return Wire.page(http.get(path("sessions", id, "affinities")), Affinity.class).items();
  }

  public void removeAffinity(String id, String lessonId) {
    http.delete(path("sessions", id, "affinities", lessonId));
  }

  private static Session session(JsonNode answer) {
    return Wire.read(answer, Session.class);
  }
}
