package io.gaia.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong in a timetable is named with the field. */
class TimetableTest {

  private static Timetable with(WeeklyHours... hours) {
    return new Timetable(List.of("l-1"), List.of("quiz"), List.of(hours));
  }

  private static WeeklyHours hours(String from, String until, String zone, String... days) {
    return new WeeklyHours(from, until, zone, List.of(days));
  }

  @Test
  void oneThatCanBeReadHasNoFault() {
    assertThat(Timetable.EMPTY.fault()).isEmpty();
    assertThat(with(hours("22:00", "06:30", "Europe/Berlin", "mon", "fri")).fault()).isEmpty();
    assertThat(with(hours("00:00", "23:59", null)).fault()).isEmpty();
  }

  @Test
  void theFaultyFieldIsNamed() {
    WeeklyHours fine = hours("08:00", "09:00", "UTC");
    assertThat(with(hours(null, "09:00", "UTC")).fault())
        .hasToString("Optional[hours[0].from is missing, such as 22:00]");
    assertThat(with(fine, hours("08:00", "24:00", "UTC")).fault())
        .hasToString("Optional[hours[1].until takes a time such as 22:00]");
    assertThat(with(hours("8:00", "09:00", "UTC")).fault().orElseThrow().field())
        .isEqualTo("hours[0].from");
    assertThat(with(hours("08:00", "09:00", "Atlantis")).fault().orElseThrow().field())
        .isEqualTo("hours[0].zone");
    assertThat(with(hours("08:00", "09:00", "UTC", "monday")).fault())
        .hasToString("Optional[hours[0].days takes mon, tue, wed, thu, fri, sat, sun]");
    assertThat(new Timetable(List.of("l-1", " "), List.of(), List.of()).fault())
        .hasToString("Optional[lesson_ids[1] takes 1 to 200 characters]");
    assertThat(new Timetable(List.of(), List.of("a".repeat(201)), List.of()).fault())
        .hasToString("Optional[app_names[0] takes 1 to 200 characters]");
    assertThat(new Timetable(List.of(), Collections.nCopies(51, "quiz"), List.of()).fault())
        .hasToString("Optional[app_names takes at most 50]");
  }
}
