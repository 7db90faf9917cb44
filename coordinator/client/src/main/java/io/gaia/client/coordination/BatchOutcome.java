package io.gaia.client.coordination;

import java.util.List;
import java.util.Optional;

/**
 * What became of many tasks in one request: each is decided by itself.
 *
 * @param tasks as they are now, in the order asked for, without the rejected ones
 * @param rejected what was refused
 */
public record BatchOutcome(List<Task> tasks, List<Rejected> rejected) {

  /**
   * What was refused.
   *
   * @param index its place in the request, from 0
   */
  public record Rejected(int index, Problem problem) {}

  /** Why something was refused. */
  public record Problem(String code, String detail, Optional<String> field) {}
}
