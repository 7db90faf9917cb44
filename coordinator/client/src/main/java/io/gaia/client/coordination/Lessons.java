package io.gaia.client.coordination;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import java.util.Optional;

/** The calls about lessons. */
public final class Lessons {

  private final JsonHttp http;

  Lessons(JsonHttp http) {
    this.http = http;
  }

  /**
   * @param priority of its tasks that name none, 0 to 9
   */
  public Lesson create(String id, String title, int priority) {
    ObjectNode body = Wire.object().put("id", id).put("title", title).put("priority", priority);
    return Wire.read(http.post(path("lessons"), Optional.of(body)), Lesson.class);
  }

  public Lesson get(String id) {
    return Wire.read(http.get(path("lessons", id)), Lesson.class);
  }

  /**
   * @param cursor of the page to show; absent: the first
   */
  public Page<Lesson> list(Optional<String> cursor) {
    return Wire.page(http.get(with(path("lessons"), "cursor", cursor)), Lesson.class);
  }

  /** None of its tasks is handed out until it resumes. */
  public Lesson pause(String id) {
    return change(id, Wire.object().put("paused", true));
  }

  public Lesson resume(String id) {
    return change(id, Wire.object().put("paused", false));
  }

  /** What is absent stays. */
  public Lesson update(String id, Optional<String> title, Optional<Integer> priority) {
    ObjectNode body = Wire.object();
    title.ifPresent(text -> body.put("title", text));
    priority.ifPresent(number -> body.put("priority", number));
    return change(id, body);
  }

  private Lesson change(String id, ObjectNode body) {
    return Wire.read(http.patch(path("lessons", id), body), Lesson.class);
  }
}
