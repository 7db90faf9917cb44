package io.gaia.client.replay;

import java.io.IOException;
import java.io.Reader;

/** Reads one shape of log. */
interface LogImporter {

  /**
   * Gives every row to {@code rows}: as an event, as bad or as skipped.
   *
   * @param school prefix of the pseudonyms, such as {@code exam-2022}
   * @throws UnreadableLogException if the file as a whole is not of this shape
   */
  void read(Reader log, String school, ImportedRows rows) throws IOException;
}
