package io.gaia.client.command;

/** How a command ended, as the shell sees it; {@code gaia --help} lists them. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  UNAVAILABLE(3),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
