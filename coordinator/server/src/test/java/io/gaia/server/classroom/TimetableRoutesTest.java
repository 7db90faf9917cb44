package io.gaia.server.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.roster.SchoolFiles;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a class is in session, set while it runs. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class TimetableRoutesTest {

  private static final String MONDAYS =
      """
      {"lesson_ids":["fractions"],"hours":[{"from":"08:00","until":"09:30","zone":"Europe/Berlin","days":["mon"]}]}
      """;

  private final ClassOnKafka ours;

  TimetableRoutesTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  private HttpRequest.Builder request(String classroom, String token) {
    return HttpRequest.newBuilder(ours.server().api("/classrooms/" + classroom + "/timetable"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> put(String classroom, String json) {
    return ours.server().send(request(classroom, ours.admin()).PUT(BodyPublishers.ofString(json)));
  }

  private JsonNode get(String classroom) {
    return RunningServer.json(ours.get("/classrooms/" + classroom + "/timetable", ours.admin()));
  }

  private JsonNode summary(String classroom) {
    return RunningServer.json(ours.get("/classrooms/" + classroom, ours.admin()));
  }

  private void importClass(String classroom, String title) {
    HttpResponse<String> taken =
        ours.server()
            .send(
                HttpRequest.newBuilder(ours.server().api("/roster"))
                    .header("Authorization", "Bearer " + ours.admin())
                    .header("Content-Type", "application/zip")
                    .POST(
                        BodyPublishers.ofByteArray(
                            SchoolFiles.delta()
                                .schoolClass(classroom, title)
                                .teacher(ours.id("t"), classroom, true)
                                .student(ours.id("ada"), classroom)
                                .zip())));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
  }

  @Test
  void isSetShownKeptByAnImportAndCleared() {
    String classroom = ours.id("7a");
    assertThat(put(classroom, MONDAYS).statusCode()).as("of no class").isEqualTo(404);
    importClass(classroom, "Maths 7a");
    assertThat(get(classroom).get("hours")).isEmpty();
    assertThat(summary(classroom).has("timetable")).isFalse();

    HttpResponse<String> set = put(classroom, MONDAYS);
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    JsonNode timetable = RunningServer.json(set);
    assertThat(timetable.at("/hours/0/days/0").textValue()).isEqualTo("mon");
    assertThat(get(classroom)).isEqualTo(timetable);
    assertThat(summary(classroom).get("timetable")).isEqualTo(timetable);

    importClass(classroom, "Maths 7a, room 12");
    assertThat(summary(classroom).get("name").textValue()).isEqualTo("Maths 7a, room 12");
    assertThat(get(classroom)).isEqualTo(timetable);

    HttpResponse<String> cleared = ours.server().send(request(classroom, ours.admin()).DELETE());
    assertThat(cleared.statusCode()).isEqualTo(204);
    assertThat(get(classroom).get("lesson_ids")).isEmpty();
    assertThat(summary(classroom).has("timetable")).isFalse();
    assertThat(summary(classroom).get("teacher_ids")).hasSize(1);
  }

  /** Its record says nothing else, and must not be taken for one that knows less. */
  @Test
  void ofAClassThatWasOnlySeenIsClearedAsWell() throws Exception {
    String seen = ours.id();
    ours.send(ours.alert("seen", 1));
    await().until(() -> ours.get("/classrooms/" + seen, ours.admin()).statusCode() == 200);
    assertThat(put(seen, MONDAYS).statusCode()).isEqualTo(200);
    assertThat(put(seen, "{}").statusCode()).isEqualTo(200);
    assertThat(get(seen).get("lesson_ids")).isEmpty();
    assertThat(summary(seen).has("timetable")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"lesson_ids":[""]}                                              | lesson_ids[0]
          {"app_names":"quiz"}                                             | app_names
          {"hours":[{"until":"09:00"}]}                                    | hours[0].from
          {"hours":[{"from":"08:00","until":"24:00"}]}                     | hours[0].until
          {"hours":[{"from":"08:00","until":"09:00","zone":"x"}]}          | hours[0].zone
          {"hours":[{"from":"08:00","until":"09:00","days":["today"]}]}    | hours[0].days
          {"periods":["1"]}                                                | periods
          """)
  void whatIsWrongIsNamed(String body, String field) {
    String classroom = ours.id("7b");
    importClass(classroom, "7b");
    HttpResponse<String> refused = put(classroom, body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(RunningServer.json(refused).get("field").textValue()).startsWith(field);
    assertThat(get(classroom).get("hours")).isEmpty();
  }
}
