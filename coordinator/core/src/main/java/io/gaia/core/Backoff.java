package io.gaia.core;

/** When a failed attempt is tried again. */
final class Backoff {
  static final long BASE_MS = 1_000;
  static final long MAX_MS = 3_600_000;

  /** Jitter adds up to one part in so many. */
  private static final long JITTER_PARTS = 4;

  private Backoff() {}

  /**
   * 1 s x 2^n, at most an hour, plus up to a quarter of jitter, so that tasks that failed together
   * do not come back together. The jitter is drawn from the task id: every replica draws the same.
   *
   * @param retries that were spent before
   */
  static long delayMs(Settings settings, String taskId, int retries) {
    long delayMs =
        settings.exponentialBackoff()
            ? Math.min(MAX_MS, BASE_MS << Math.min(retries, 30))
            : BASE_MS;
    return delayMs + Math.floorMod(mix(taskId, retries), delayMs / JITTER_PARTS + 1);
  }

  /** FNV-1a of the id, stirred by the finalizer of SplitMix64. */
  private static long mix(String taskId, int retries) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < taskId.length(); i++) {
      hash = (hash ^ taskId.charAt(i)) * 0x100000001b3L;
    }
    hash += retries * 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
