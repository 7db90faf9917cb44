package io.gaia.client.replay;

import io.gaia.schemas.json.StudentEventReader;
import java.io.IOException;
import java.io.Reader;

/** Gaia's own metrics and ratings; classroom and session stay as they are. */
final class MetricsImporter implements LogImporter {

  @Override
  public void read(Reader log, String school, ImportedRows rows) throws IOException {
    JsonLog.read(log, StudentEventReader::read, rows);
  }
}
