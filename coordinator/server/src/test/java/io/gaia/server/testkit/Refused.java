package io.gaia.server.testkit;

/** The server let nobody in. */
public final class Refused extends RuntimeException {

  private final int status;

  public Refused(int status, String body) {
    super(status + " " + body);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
