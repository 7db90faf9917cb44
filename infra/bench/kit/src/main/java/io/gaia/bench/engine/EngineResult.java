package io.gaia.bench.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;

/**
 * What an engine tells of itself.
 *
 * @param cpuMicros processor time of the process an event, all threads together
 * @param events how many were taken when it ended
 * @param stateBytes of a snapshot then, or of the files of the state; 0 without state
 */
public record EngineResult(double eventsPerSecond, double cpuMicros, long events, long stateBytes) {

  public void print(PrintStream out) throws IOException {
    out.println(new ObjectMapper().writeValueAsString(this));
    out.flush();
  }

  public EngineResult withState(long bytes) {
    return new EngineResult(eventsPerSecond, cpuMicros, events, bytes);
  }
}
