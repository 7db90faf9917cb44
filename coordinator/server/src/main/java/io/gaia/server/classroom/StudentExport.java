package io.gaia.server.classroom;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gaia.schemas.json.EventCodec;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the tables keep of one student, written as it is read. A failure on the way cuts the
 * answer off, so that it is no JSON.
 */
final class StudentExport implements StreamingOutput {

  /**
   * How it looks.
   *
   * @param tables rows by the table's name, oldest first, as the columns are called
   */
  record Description(
      String studentId,
      Instant exportedAt,
      @Schema(additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
          Map<String, List<Map<String, Object>>> tables) {}

  private final String studentId;
  private final Instant at;
  private final StudentRows rows;

  StudentExport(String studentId, Instant at, StudentRows rows) {
    this.studentId = studentId;
    this.at = at;
    this.rows = rows;
  }

  String studentId() {
    return studentId;
  }

  @Override
  public void write(OutputStream output) throws IOException {
    JsonGenerator json = EventCodec.mapper().createGenerator(output);
    try {
      json.writeStartObject();
      json.writeStringField("student_id", studentId);
      json.writeStringField("exported_at", at.toString());
      json.writeObjectFieldStart("tables");
      rows.read(studentId, new Tables(json));
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
      json.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Tables implements StudentRows.Reader {
    private final JsonGenerator json;
    private boolean isOpen;

    Tables(JsonGenerator json) {
      this.json = json;
    }

    @Override
    public void table(String name) {
      try {
        if (isOpen) {
          json.writeEndArray();
        }
        json.writeArrayFieldStart(name);
        isOpen = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void row(String row) {
      try {
        json.writeRawValue(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
