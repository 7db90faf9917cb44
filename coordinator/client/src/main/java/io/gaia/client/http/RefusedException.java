package io.gaia.client.http;

/** The server answered, and the answer is no. */
public final class RefusedException extends RuntimeException {

  private final int status;
  private final String code;

  RefusedException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The problem's code, such as {@code stale-fence}; empty if the answer is no problem+json. */
  public String code() {
    return code;
  }
}
