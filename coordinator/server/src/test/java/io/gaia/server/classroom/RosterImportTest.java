package io.gaia.server.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.roster.SchoolFiles;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A school's files, from the request to who may see what. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class RosterImportTest {

  private final ClassOnKafka ours;

  RosterImportTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  private HttpResponse<String> post(String query, SchoolFiles files) {
    return ours.server()
        .send(
            HttpRequest.newBuilder(ours.server().api("/roster" + query))
                .header("Authorization", "Bearer " + ours.admin())
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(files.zip())));
  }

  @Test
  void whoTeachesAClassByTheFilesSeesIt() {
    String teacher = ours.server().token(ours.id("t"), "teacher");
    SchoolFiles files =
        SchoolFiles.delta()
            .schoolClass(ours.id("7a"), "Maths 7a")
            .teacher(ours.id("t"), ours.id("7a"), true)
            .student(ours.id("ada"), ours.id("7a"));
    HttpResponse<String> looked = post("?dry_run=true", files);
    assertThat(looked.statusCode()).as(looked.body()).isEqualTo(200);
    assertThat(RunningServer.json(looked).at("/classrooms/added").intValue()).isEqualTo(1);
    assertThat(ours.get("/classrooms/" + ours.id("7a"), ours.admin()).statusCode()).isEqualTo(404);

    JsonNode outcome = RunningServer.json(post("", files));
    assertThat(outcome.get("dry_run").booleanValue()).isFalse();
    assertThat(outcome.at("/students/added").intValue()).isEqualTo(1);
    JsonNode classroom = RunningServer.json(ours.get("/classrooms/" + ours.id("7a"), teacher));
    assertThat(classroom.get("name").textValue()).isEqualTo("Maths 7a");

    JsonNode again = RunningServer.json(post("", files));
    assertThat(again.at("/classrooms/added").intValue()).isZero();
    assertThat(again.at("/classrooms/changed").intValue()).isZero();

    post("", SchoolFiles.delta().classIsGone(ours.id("7a")));
    assertThat(ours.get("/classrooms/" + ours.id("7a"), teacher).statusCode()).isEqualTo(403);
  }

  @Test
  void whatIsWrongInAFileIsNamedAndNothingIsTaken() {
    HttpResponse<String> refused =
        post(
            "",
            SchoolFiles.delta()
                .schoolClass(ours.id("7b"), "7b")
                .enrollment("ada", ours.id("7b"), "pupil,false,,"));
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode problem = RunningServer.json(refused);
    assertThat(problem.get("field").textValue()).isEqualTo("enrollments.csv");
    assertThat(problem.get("detail").textValue()).startsWith("enrollments.csv line 2 role: takes");
    assertThat(problem.at("/faults/0/line").intValue()).isEqualTo(2);
    assertThat(ours.get("/classrooms/" + ours.id("7b"), ours.admin()).statusCode()).isEqualTo(404);
  }
}
