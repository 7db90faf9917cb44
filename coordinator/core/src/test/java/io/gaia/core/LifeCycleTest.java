package io.gaia.core;

import static io.gaia.core.model.TaskStatus.ASSIGNED;
import static io.gaia.core.model.TaskStatus.CANCELLED;
import static io.gaia.core.model.TaskStatus.COMPLETED;
import static io.gaia.core.model.TaskStatus.FAILED;
import static io.gaia.core.model.TaskStatus.IN_PROGRESS;
import static io.gaia.core.model.TaskStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.model.Provider;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.TaskStatus;
import io.gaia.core.model.Tier;
import io.gaia.core.model.TimeWindow;
import io.gaia.core.model.WireName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
  private static final Map<TaskStatus, Set<TaskStatus>> TASKS =
      Map.of(
          PENDING, EnumSet.of(ASSIGNED, CANCELLED),
          ASSIGNED, EnumSet.of(IN_PROGRESS, PENDING, COMPLETED, FAILED, CANCELLED),
          IN_PROGRESS, EnumSet.of(PENDING, COMPLETED, FAILED, CANCELLED),
          COMPLETED, EnumSet.noneOf(TaskStatus.class),
          FAILED, EnumSet.of(PENDING),
          CANCELLED, EnumSet.of(PENDING));

  @Test
  void aTaskGoesOnlyWhereTheTableSays() {
    for (TaskStatus from : TaskStatus.values()) {
      for (TaskStatus to : TaskStatus.values()) {
        assertThat(from.canBecome(to))
            .as(from + " -> " + to)
            .isEqualTo(TASKS.get(from).contains(to));
      }
    }
  }

  @Test
  void theDeadComeBackIdleAndDrainingNeverResumes() {
    assertThat(SessionStatus.FAILED.canBecome(SessionStatus.IDLE)).isTrue();
    assertThat(SessionStatus.FAILED.canBecome(SessionStatus.PAUSED)).isFalse();
    assertThat(SessionStatus.DRAINING.canBecome(SessionStatus.IDLE)).isFalse();
    assertThat(SessionStatus.DRAINING.canBecome(SessionStatus.FAILED)).isTrue();
    assertThat(SessionStatus.PAUSED.canBecome(SessionStatus.DRAINING)).isTrue();
  }

  @Test
  void wireNamesAreReadBack() {
    assertThat(Tier.HIGH_LEVEL.wireName()).isEqualTo("high_level");
    assertThat(WireName.parse(Provider.class, "gemini")).hasValue(Provider.GEMINI);
    assertThat(WireName.parse(Provider.class, "GEMINI")).isEmpty();
  }

  @Test
  void aWindowKnowsItsZoneSummerTimeAndMidnight() {
    TimeWindow berlin = new TimeWindow(9 * 60, 17 * 60, "Europe/Berlin");
    assertThat(berlin.contains(at("2026-01-15T08:00:00Z"))).as("winter: 9:00").isTrue();
    assertThat(berlin.contains(at("2026-07-15T07:00:00Z"))).as("summer: 9:00").isTrue();
    assertThat(berlin.contains(at("2026-01-15T07:59:59Z"))).isFalse();
    assertThat(berlin.contains(at("2026-01-15T16:00:00Z"))).as("17:00 is outside").isFalse();
    TimeWindow night = new TimeWindow(22 * 60, 6 * 60, "UTC");
    assertThat(night.contains(at("2026-01-15T23:00:00Z"))).isTrue();
    assertThat(night.contains(at("2026-01-15T05:59:00Z"))).isTrue();
    assertThat(night.contains(at("2026-01-15T12:00:00Z"))).isFalse();
    assertThat(new TimeWindow(60, 60, "UTC").contains(at("2026-01-15T12:00:00Z"))).isTrue();
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
