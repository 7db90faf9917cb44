package io.gaia.client.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.ReadResult;
import io.gaia.schemas.json.XapiReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.Optional;

/** xAPI statements; {@link XapiReader} tells what each verb becomes. */
final class XapiImporter implements LogImporter {

  @Override
  public void read(Reader log, String school, ImportedRows rows) throws IOException {
    JsonLog.read(log, XapiImporter::statement, rows);
  }

  private static ReadResult statement(JsonNode json, Instant at) {
    if (!XapiReader.isStatement(json)) {
      return new ReadResult.Rejected(
          "takes an xAPI statement with actor and verb", Optional.empty());
    }
    // a log is received at no time
    return XapiReader.time(json).isPresent()
        ? XapiReader.read(json, at)
        : new ReadResult.Rejected("timestamp is missing", Optional.of("timestamp"));
  }
}
