package io.gaia.server.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.Timetable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RosterChangeTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-09-14");
  private static final Roster NOBODY = new Roster(Map.of(), Map.of());

  private static RosterChange change(SchoolFiles files, Roster now) throws RosterFaults {
    return RosterChange.of(OneRoster.read(files.zip(), TODAY), now);
  }

  private static Classroom room(String id, String name, int size, String... teachers) {
    return Classroom.of(id, name, List.of(teachers), Optional.of(size));
  }

  private static RosterEntry student(String id, String... classes) {
    return new RosterEntry(id, List.of(classes), Optional.of("s-1"));
  }

  private static Roster roster(List<Classroom> classrooms, RosterEntry... students) {
    return new Roster(
        classrooms.stream().collect(Collectors.toMap(Classroom::classroomId, Function.identity())),
        Arrays.stream(students)
            .collect(Collectors.toMap(RosterEntry::studentId, Function.identity())));
  }

  private static final Roster KNOWN =
      roster(
          List.of(room("c-1", "7a", 2, "t-1"), room("c-2", "7b", 1, "t-2")),
          student("ada", "c-1"),
          student("bea", "c-1", "c-2"),
          new RosterEntry("zoe", List.of("c-9"), Optional.of("s-9")));

  @Test
  void aFirstImportMakesClassesAndStudents() throws RosterFaults {
    RosterChange change =
        change(
            SchoolFiles.bulk()
                .schoolClass("c-1", "Maths, 7a")
                .teacher("t-2", "c-1", false)
                .teacher("t-1", "c-1", true)
                .enrollment("t-3", "c-1", "aide,false,,")
                .enrollment("boss", "c-1", "administrator,false,,")
                .student("ada", "c-1")
                .student("bea", "c-1"),
            NOBODY);
    assertThat(change.classrooms())
        .containsExactly(room("c-1", "Maths, 7a", 2, "t-1", "t-2", "t-3"));
    assertThat(change.students()).containsExactly(student("ada", "c-1"), student("bea", "c-1"));
    assertThat(change.goneStudents()).isEmpty();
  }

  @Test
  void theSameFilesAgainChangeNothing() throws RosterFaults {
    SchoolFiles files =
        SchoolFiles.bulk()
            .schoolClass("c-1", "7a")
            .teacher("t-1", "c-1", true)
            .student("ada", "c-1");
    RosterChange first = change(files, NOBODY);
    Roster then = roster(first.classrooms(), first.students().toArray(RosterEntry[]::new));
    assertThat(change(files, then).isEmpty()).isTrue();
  }

  @Test
  void bulkFilesAreAllThatThereIsOfTheirSchoolAndLeaveOthersAlone() throws RosterFaults {
    RosterChange change =
        change(
            SchoolFiles.bulk()
                .schoolClass("c-2", "7b")
                .teacher("t-3", "c-2", true)
                .student("bea", "c-2"),
            KNOWN);
    assertThat(change.goneStudents()).containsExactly("ada");
    assertThat(change.goneClassrooms()).containsExactly("c-1");
    assertThat(change.students()).containsExactly(student("bea", "c-2"));
    assertThat(change.classrooms()).containsExactly(room("c-2", "7b", 1, "t-3"));
  }

  @Test
  void aClassKeepsItsTimetable() throws RosterFaults {
    Timetable timetable = new Timetable(List.of("fractions"), List.of(), List.of());
    Roster known =
        roster(List.of(room("c-1", "7a", 1, "t-1").with(timetable)), student("ada", "c-1"));
    for (SchoolFiles files : List.of(SchoolFiles.bulk(), SchoolFiles.delta())) {
      RosterChange change =
          change(
              files
                  .schoolClass("c-1", "7a, now maths")
                  .teacher("t-2", "c-1", true)
                  .student("ada", "c-1")
                  .student("bea", "c-1"),
              known);
      assertThat(change.classrooms())
          .singleElement()
          .satisfies(
              room -> {
                assertThat(room.name()).isEqualTo("7a, now maths");
                assertThat(room.teacherIds()).startsWith("t-2");
                assertThat(room.size()).contains(2);
                assertThat(room.timetable()).contains(timetable);
              });
    }
  }

  @Test
  void deltaFilesSayWhatHasChanged() throws RosterFaults {
    RosterChange change =
        change(
            SchoolFiles.delta()
                .student("cleo", "c-2")
                .hasLeft("bea", "c-1", "student")
                .hasLeft("t-2", "c-2", "teacher")
                .teacher("t-4", "c-2", false),
            KNOWN);
    assertThat(change.students()).containsExactly(student("bea", "c-2"), student("cleo", "c-2"));
    assertThat(change.classrooms())
        .containsExactly(room("c-1", "7a", 1, "t-1"), room("c-2", "7b", 2, "t-4"));
    assertThat(change.goneStudents()).isEmpty();
    assertThat(change.goneClassrooms()).isEmpty();
  }

  @Test
  void aClassThatIsGoneTakesThoseAlongWhoAreInNoOther() throws RosterFaults {
    RosterChange change = change(SchoolFiles.delta().classIsGone("c-1"), KNOWN);
    assertThat(change.goneClassrooms()).containsExactly("c-1");
    assertThat(change.goneStudents()).containsExactly("ada");
    assertThat(change.students()).containsExactly(student("bea", "c-2"));
    Roster then = roster(List.of(room("c-2", "7b", 1, "t-2")), student("bea", "c-2"));
    assertThat(change(SchoolFiles.delta().classIsGone("c-1"), then).isEmpty()).isTrue();
  }

  @Test
  void anEnrollmentHoldsFromItsFirstToItsLastDay() throws RosterFaults {
    RosterChange change =
        change(
            SchoolFiles.bulk()
                .schoolClass("c-1", "7a")
                .enrollment("ada", "c-1", "student,false,2026-09-14,2026-09-14")
                .enrollment("bea", "c-1", "student,false,2026-09-15,")
                .enrollment("cleo", "c-1", "student,false,,2026-09-13"),
            NOBODY);
    assertThat(change.students()).containsExactly(student("ada", "c-1"));
  }
}
