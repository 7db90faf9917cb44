package io.gaia.bench.quality.truth;

import java.io.IOException;

/** Data that cannot be measured on; the message names the file, the line and the field. */
public final class UnfitDataException extends IOException {
  private static final long serialVersionUID = 1;

  public UnfitDataException(String message) {
    super(message);
  }
}
