package io.gaia.client.coordination;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import java.time.Duration;
import java.util.Optional;

/** The calls about locks; {@link LiveSession#lock} keeps one. */
public final class Locks {

  private final JsonHttp http;

  Locks(JsonHttp http) {
    this.http = http;
  }

  /**
   * Takes a lock, or renews it for the session that holds it.
   *
   * @param key {@code [A-Za-z0-9._:-]{1,200}}
   * @param ttl held this long unless renewed
   * @param wait for its turn, up to 25 s; after that it is refused with {@code lock-held}
   */
  public Lock acquire(String key, String sessionId, long incarnation, Duration ttl, Duration wait) {
    ObjectNode body =
        Wire.object()
            .put("session_id", sessionId)
            .put("ttl_seconds", seconds(ttl))
            .put("wait_seconds", seconds(wait))
            .put("incarnation", incarnation);
    return Wire.read(http.put(path("locks", key), body), Lock.class);
  }

  /**
   * @param ttl from now; absent: as it was
   */
  public Lock renew(String key, String sessionId, long fence, Optional<Duration> ttl) {
    ObjectNode body = Wire.object().put("session_id", sessionId).put("fence", fence);
    ttl.ifPresent(time -> body.put("ttl_seconds", seconds(time)));
    return Wire.read(http.post(path("locks", key, "renew"), Optional.of(body)), Lock.class);
  }

  public void release(String key, String sessionId, long fence) {
    String query = with(path("locks", key), "session_id", Optional.of(sessionId));
    http.delete(with(query, "fence", Optional.of(fence)));
  }

  public Lock get(String key) {
    return Wire.read(http.get(path("locks", key)), Lock.class);
  }

  /**
   * @param sessionId only this one's
   * @param cursor of the page to show; absent: the first
   */
  public Page<Lock> list(Optional<String> sessionId, Optional<String> cursor) {
    String query = with(path("locks"), "session_id", sessionId);
    return Wire.page(http.get(with(query, "cursor", cursor)), Lock.class);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
