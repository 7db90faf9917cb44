package io.gaia.bench.detection.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.schemas.json.StudentEventReader;
import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final Workload large = new Workload(30_000, 60_000);

  @Test
  void everyEventIsOneThatTheJobTakes() {
    Workload school = new Workload(100, 5_000);
    for (long number = 0; number < school.events(); number++) {
      byte[] value = school.value(number, NOW.toEpochMilli());
      String refusal =
          StudentEventReader.read(value, NOW)
              .match(accepted -> "", rejected -> rejected.field() + " " + rejected.reason());
      assertThat(refusal).as("event %d", number).isEmpty();
    }
  }

  @Test
  void atMostTenThousandAreAtWorkAtOnceAndAllComeByTheEnd() {
    assertThat(studentsOf(0, 20_000)).isEqualTo(10_000);
    assertThat(studentsOf(0, 60_000)).isEqualTo(30_000);
    assertThat(large.studentsOf(5)).isEqualTo(10_000);
    assertThat(large.studentsOf(20_000)).isEqualTo(10_000);
    assertThat(large.studentsOf(59_999)).isEqualTo(30_000);
  }

  @Test
  void ratingsGoToTheirTopicAndComeAllTheTime() {
    List<Long> ratings =
        LongStream.range(0, 60_000)
            .filter(number -> large.topic(number) == Topic.SATISFACTION_RATINGS)
            .boxed()
            .toList();
    assertThat(ratings).hasSizeBetween(100, 200);
    for (int i = 1; i < ratings.size(); i++) {
      assertThat(ratings.get(i) - ratings.get(i - 1)).isLessThan(5_000);
    }
  }

  @Test
  void theSameNumberIsTheSameEvent() {
    assertThat(large.value(4_711, NOW.toEpochMilli()))
        .isEqualTo(new Workload(30_000, 60_000).value(4_711, NOW.toEpochMilli()));
  }

  private long studentsOf(long from, long to) {
    return LongStream.range(from, to).mapToObj(large::student).collect(Collectors.toSet()).size();
  }
}
