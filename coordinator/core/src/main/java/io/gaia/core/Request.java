package io.gaia.core;

import io.gaia.core.command.Command;
import java.util.Optional;

/**
 * A command and who to answer. A request id that was answered in the last five minutes gets the
 * same answer again and changes nothing.
 */
public record Request(Optional<String> requestId, Command command) {
  public static Request of(Command command) {
    return new Request(Optional.empty(), command);
  }

  public static Request of(String requestId, Command command) {
    return new Request(Optional.of(requestId), command);
  }
}
