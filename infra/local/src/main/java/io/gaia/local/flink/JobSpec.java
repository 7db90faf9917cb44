package io.gaia.local.flink;

import java.util.List;

/**
 * A Flink job to keep running.
 *
 * @param name ours, such as {@code detection}
 */
public record JobSpec(String name, String entryClass, List<String> arguments, int parallelism) {
  public JobSpec {
    arguments = List.copyOf(arguments);
  }
}
