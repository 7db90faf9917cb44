package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.auth.AccessScene.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks what is known of a student gets every row of theirs, and nobody else's name. */
@Timeout(300)
@ExtendWith(WithAccessScene.class)
class StudentExportTest {

  private static final String ID = "exported-own";

  private final AccessScene scene;

  StudentExportTest(AccessScene scene) {
    this.scene = scene;
  }

  @Test
  void everyRowThatNamesThemIsInItAndNobodyElse() throws Exception {
    scene.postgres().execute(RowsOfAPupil.own(ID, "exported"));
    scene.postgres().execute(RowsOfAPupil.inAlertOfClass(ID, "ca-exported"));
    scene
        .postgres()
        .execute(
            "insert into enrollments (student_id, classroom_id, position) values ('%s', 'c-own', 1)"
                .formatted(ID));

    JsonNode tables = export();
    List<String> named =
        scene.postgres().rowsThatName(ID).stream()
            .filter(row -> !row.startsWith("audit_log"))
            .toList();
    assertThat(named).hasSizeGreaterThan(6);
    int rows = 0;
    for (var table : tables.properties()) {
      if (!table.getKey().equals("audit_log")) {
        assertThat(named.stream().filter(row -> row.startsWith(table.getKey())))
            .as(table.getKey())
            .hasSameSizeAs(table.getValue());
        rows += table.getValue().size();
      }
    }
    assertThat(rows).as("no table is forgotten").isEqualTo(named.size());
    assertThat(tables.toString()).contains("says " + ID, "with " + ID).doesNotContain("s-other");
    assertThat(tables.at("/teacher_dashboard_alerts").toString())
        .contains("\"students\":[\"" + ID + "\"]");

    // that it was read is known, and said the next time
    await()
        .untilAsserted(
            () ->
                assertThat(export().at("/audit_log/0/route").asText())
                    .isEqualTo("GET /students/{id}/export"));
  }

  private JsonNode export() throws Exception {
    Answer answer = scene.get("/students/" + ID + "/export", scene.admin());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return EventCodec.mapper().readTree(answer.body()).get("tables");
  }
}
