package io.gaia.flink.common;

/** What an event clock needs of an event; times in epoch milliseconds. */
public interface Timed {
  /** An {@link #at()} that no clock follows: the event was rejected. */
  long UNKNOWN = Long.MIN_VALUE;

  /** When it happened, by the sender's clock. */
  long at();

  /** When Kafka got it. */
  long receivedAt();

  /**
   * How far this event lets the event clock advance: never ahead of when it was received, so that
   * one fast clock cannot make a class late.
   */
  default long clockAt() {
    return at() == UNKNOWN ? UNKNOWN : Math.min(at(), receivedAt());
  }
}
