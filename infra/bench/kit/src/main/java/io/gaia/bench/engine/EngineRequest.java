package io.gaia.bench.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What an engine is to do with the events of a topic, from the oldest one on.
 *
 * @param job what runs, in the engine's own words
 * @param parallelism threads that take events
 * @param directory for state and snapshots
 * @param fromEvent before so many events are taken is the warm-up
 * @param warmUpSeconds it lasts so long from the first event at least, for compilers
 * @param latestFromEvent but ends when so many are taken, for who is quick
 * @param toEvent it ends when so many are taken
 * @param mostSeconds or after so long, for who is slow
 */
public record EngineRequest(
    String job,
    String kafka,
    int parallelism,
    String directory,
    long fromEvent,
    double warmUpSeconds,
    long latestFromEvent,
    long toEvent,
    double mostSeconds) {

  /** The request that a process was started with, by argument or else on its input. */
  public static EngineRequest read(String[] arguments) throws IOException {
    ObjectMapper json = new ObjectMapper();
    return arguments.length > 0
        ? json.readValue(arguments[0], EngineRequest.class)
        : json.readValue(System.in, EngineRequest.class);
  }

  /** As an argument. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
