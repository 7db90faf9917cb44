package io.gaia.client.kafka;

/** No broker answers, or the topics are not there; the message names both. */
public final class KafkaUnavailableException extends RuntimeException {

  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
