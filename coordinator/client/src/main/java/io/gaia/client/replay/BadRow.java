package io.gaia.client.replay;

/**
 * A row that is no event.
 *
 * @param line counted from 1, the header too
 * @param problem which field, what it has and what it takes
 */
public record BadRow(String file, long line, String problem) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + problem;
  }
}
