package io.gaia.server.http;

/** Whether the client of something that waits is still there. */
@FunctionalInterface
public interface Presence {

  /**
   * @param gone called at most once, when the client has gone, and not after {@link Watch#close};
   *     it must be quick. Never called when that cannot be seen.
   */
  Watch watch(Runnable gone);

  /** Looks until it is closed. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
