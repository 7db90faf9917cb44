package io.gaia.e2e.coordination;

import java.util.List;
import java.util.Optional;

/** What the coordinator knows when everything is over. */
record FinalState(List<FinalTask> tasks, List<FinalSession> sessions) {
  /** Without tasks that are of no {@link WorkingSession}. */
  FinalState ofWorkingSessions() {
    return new FinalState(
        tasks.stream().filter(task -> task.key().orElse("").startsWith("k-")).toList(), sessions);
  }

  /**
   * A task in the end.
   *
   * @param word its result or error
   * @param attempts the claims that ended
   */
  record FinalTask(
      String id,
      Optional<String> key,
      String status,
      long fence,
      Optional<String> word,
      List<FinalAttempt> attempts) {
    boolean isCompleted() {
      return status.equals("completed");
    }
  }

  /** A claim that ended. */
  record FinalAttempt(String session, long fence, String outcome) {}

  /** A session in the end. */
  record FinalSession(String id, String status, long life) {}
}
