package io.gaia.server.roster;

/**
 * Something in the files that is not as OneRoster has it.
 *
 * @param line of the file, its header being 1; 0 for the file itself
 * @param column empty for the line, or the file, itself
 */
public record RosterFault(String file, long line, String column, String detail) {

  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : " line " + line)
        + (column.isEmpty() ? "" : " " + column)
        + ": "
        + detail;
  }
}
