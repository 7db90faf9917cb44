package io.gaia.client.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPlanTest {

  @TempDir Path folder;

  @Test
  void theClassToLookAtHasTheMostFailuresInTheFirstActiveHour() throws IOException {
    StringBuilder log = new StringBuilder("curr_time\tid\tquestion\tscore\n");
    for (int id = 1; id <= 54; id++) {
      row(log, 1_000 * id, id, 1);
    }
    // class 2 fails early, class 1 more often but late
    for (int i = 0; i < 5; i++) {
      row(log, 60_000 * (i + 1), 30, 0);
    }
    for (int minute = 6; minute < 180; minute++) {
      row(log, 60_000 * minute, minute < 70 ? 50 : 2, minute < 70 ? 1 : 0);
    }
    Path file = Files.writeString(folder.resolve("midterm.tsv"), log);

    ReplayPlan plan = ReplayPlan.of(file);

    assertThat(plan.classroomId()).contains(plan.classrooms().get(1));
    assertThat(plan.students()).isEqualTo(54);
    assertThat(plan.events()).isEqualTo(54 + 5 + 174);
    assertThat(plan.speed()).isEqualTo(23);
    assertThat(plan.duration()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
  }

  @Test
  void aLogWithoutClassesHasNoClassToLookAtAndAShortOneRunsAtItsOwnPace() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.ndjson"),
            """
            {"student_id":"p","app_name":"q","session_id":"a","metric_type":"error",\
            "metric_value":1,"timestamp":"2019-03-01T09:00:20Z"}
            """);

    ReplayPlan plan = ReplayPlan.of(file);

    assertThat(plan.classroomId()).isEqualTo(Optional.empty());
    assertThat(plan.speed()).isEqualTo(1);
    assertThat(plan.duration()).isEqualTo(Duration.ZERO);
  }

  private static void row(StringBuilder log, long at, int id, int score) {
    log.append("%d\t%d\tq1_1\t%d\n".formatted(at, id, score));
  }
}
