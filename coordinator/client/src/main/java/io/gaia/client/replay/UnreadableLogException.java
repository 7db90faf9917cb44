package io.gaia.client.replay;

import java.io.IOException;

/** A log that gives no events; the message names the file, what is wrong and what it takes. */
public final class UnreadableLogException extends IOException {

  public UnreadableLogException(String message) {
    super(message);
  }
}
