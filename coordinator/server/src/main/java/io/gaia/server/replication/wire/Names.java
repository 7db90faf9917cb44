package io.gaia.server.replication.wire;

import java.util.Locale;

/** Java names as Protocol Buffers writes them. */
final class Names {
  private Names() {}

  /**
   * {@code enqueuedAt} and {@code EnqueueTask} become {@code enqueued_at}, {@code enqueue_task}.
   */
  static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
