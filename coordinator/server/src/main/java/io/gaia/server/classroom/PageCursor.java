package io.gaia.server.classroom;

import io.gaia.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a list that is ordered by time and id goes on. Opaque on the wire. */
record PageCursor(Instant at, String id) {

  @Override
  public String toString() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  /** Refuses what is no cursor of a list. */
  static PageCursor parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
      if (parts.length == 2) {
        return new PageCursor(Instant.parse(parts[0]), parts[1]);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // answered below
    }
    throw Problem.invalidField("cursor", "cursor takes the next_cursor of this list").exception();
  }
}
