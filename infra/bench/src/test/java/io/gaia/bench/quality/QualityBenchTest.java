package io.gaia.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command, with logs made by hand and a school of one class. */
class QualityBenchTest {
  private record Answer(int code, String out, String err) {}

  @TempDir private Path root;
  private Path exam;
  private Path tutor;

  @BeforeEach
  void twoLogs() throws IOException {
    exam = write("data/small-exam/midterm.tsv", exam());
    tutor = write("data/small-tutor/MainTable.csv", tutor());
  }

  @Test
  void measuresEachLogAndTheSchoolByEveryModel() throws IOException {
    Path json = root.resolve("numbers.json");
    Path docs =
        write("benchmarks.md", "a\n<!-- quality: begin -->\nyesterday\n<!-- quality: end -->\nb\n");
    Answer answer =
        run(
            "--data=" + root.resolve("data"),
            "--classrooms=1",
            "--minutes=15",
            "--fit",
            "--json=" + json,
            "--markdown=" + docs);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("small-exam: who is stuck", "small-tutor: who is stuck")
        .contains("simulated school: calls and lead time", "Weights")
        .contains("Gaia's score", "the seed's rule", "failure_streak alone", "Brier");
    assertThat(answer.err()).contains("small-exam: 240 events");
    assertThat(Files.readString(docs))
        .startsWith("a\n<!-- quality: begin -->\n")
        .contains("infra/bench/run quality --data", "### small-exam: calibration of Gaia's score")
        .doesNotContain("yesterday")
        .endsWith("<!-- quality: end -->\nb\n");
    JsonNode exam = new ObjectMapper().readTree(json.toFile()).get("sections").get(0);
    JsonNode ours = exam.get("measured").get("models").get(0);
    assertThat(ours.get("model").asText()).isEqualTo("Gaia's score");
    assertThat(ours.get("groups")).hasSize(4);
    assertThat(ours.get("groups").get(1).get("levels")).hasSize(4);
    assertThat(exam.get("measured").get("students").asInt()).isEqualTo(40);
  }

  /** On the hard item the weak fail from beginning to end, on the easy one everybody gets over. */
  @Test
  void theScoreTellsTheStuckFromTheOthers() throws IOException {
    Path json = root.resolve("numbers.json");
    run(exam.toString(), "--classrooms=0", "--json=" + json);
    JsonNode models =
        new ObjectMapper().readTree(json.toFile()).get("sections").get(0).get("measured");
    JsonNode atThird = models.get("models").get(0).get("groups").get(1);
    assertThat(atThird.get("group").asText()).isEqualTo("at failure 3");
    assertThat(atThird.get("areaUnderCurve").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    String first = tables(run(tutor.toString(), "--classrooms=1", "--minutes=5").out());
    assertThat(tables(run(tutor.toString(), "--classrooms=1", "--minutes=5").out()))
        .isEqualTo(first);
    assertThat(tables(run(tutor.toString(), "--classrooms=1", "--minutes=5", "--seed=2").out()))
        .isNotEqualTo(first);
  }

  @Test
  void aBadRowIsToldWithFileLineAndFieldBeforeAnythingIsMeasured() throws IOException {
    Path bad = write("bad.tsv", "curr_time\tid\tquestion\tscore\n5\t1\tq1_1\t0\n6\t1\tq1_1\t1.5\n");
    Answer answer = run(bad.toString(), "--classrooms=0");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err())
        .contains("bad.tsv:3: score '1.5' takes a number from 0 to 1 (1 bad rows in all)");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereOrSaysNothingIsToldByName() throws IOException {
    assertThat(run("nowhere.tsv").err()).contains("nowhere.tsv: there is no such file");
    Path calm = write("calm.tsv", "curr_time\tid\tquestion\tscore\n5\t1\tq1_1\t1\n");
    assertThat(run(calm.toString()).err()).contains("calm.tsv: nobody is stuck in it");
    String one = "curr_time\tid\tquestion\tscore\n5\t1\tq1_1\t0\n90000\t1\tq1_1\t0.5\n";
    assertThat(run(write("one.tsv", one).toString(), "--classrooms=0").err())
        .contains("fall on one side of the split; takes more students, or another --seed");
    Path other = write("other.txt", "hello\n");
    assertThat(run(other.toString()).err()).contains("other.txt: unknown header; say --format");
  }

  @Test
  void wrongUsageIsToldAndHelpIsThere() {
    Answer nothing = run("--classrooms=0");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("nothing to measure on");
    assertThat(run("--classrooms=-1").code()).isEqualTo(2);
    assertThat(run("--help").out()).contains("--markdown=FILE", "--fit", "--seed=N");
  }

  /**
   * Forty students, one after the other: odd ones fail the hard question for good, others get over
   * the easy one.
   */
  private static String exam() {
    StringBuilder log = new StringBuilder("curr_time\tid\tquestion\tscore\n");
    for (int student = 1; student <= 40; student++) {
      boolean weak = student % 2 == 1;
      for (int attempt = 0; attempt < 6; attempt++) {
        double score = weak || attempt < 5 ? 0.1 * attempt : 1;
        String question = weak ? "q1_1" : "q2_1";
        long at = attempt * 60_000L + student * 600_000L;
        log.append("%d\t%d\t%s\t%s%n".formatted(at, student, question, score));
      }
    }
    return log.toString();
  }

  private static String tutor() {
    StringBuilder log =
        new StringBuilder("EventType,Order,SubjectID,ServerTimestamp,ProblemID,Correct\n");
    int order = 0;
    for (int student = 1; student <= 12; student++) {
      for (int row = 0; row < 5; row++) {
        boolean hint = row == 2;
        boolean solved = row == 4 && student % 3 > 0;
        log.append(
            "%s,%d,S%02d,2016-02-05T19:%02d:00,loops,%s%n"
                .formatted(
                    hint ? "X-HintRequest" : "Submit",
                    order++,
                    student,
                    10 + row,
                    solved ? "TRUE" : "FALSE"));
      }
    }
    return log.toString();
  }

  private static String tables(String report) {
    return report.substring(report.indexOf("who is stuck"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        QualityBench.command(root.resolve("checkout"), arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int code = command.execute(Stream.of(arguments).toArray(String[]::new));
    return new Answer(code, out.toString(), err.toString());
  }
}
