package io.gaia.server.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whose a redeemed ticket is, as one node tells another.
 *
 * @param validUntil RFC 3339
 */
record TicketJson(String subject, Set<Role> roles, Set<String> classrooms, String validUntil) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Nothing when there is no such ticket. */
  static byte[] written(Optional<Caller> caller) {
    if (caller.isEmpty()) {
      return new byte[0];
    }
    try {
      return JSON.writeValueAsBytes(
          new TicketJson(
              caller.get().subject(),
              caller.get().roles(),
              caller.get().classrooms(),
              caller.get().validUntil().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Caller> read(byte[] json) {
    if (json.length == 0) {
      return Optional.empty();
    }
    try {
      TicketJson read = JSON.readValue(json, TicketJson.class);
      return Optional.of(
          new Caller(read.subject, read.roles, read.classrooms, Instant.parse(read.validUntil)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
