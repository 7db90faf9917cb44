package io.gaia.server.classroom;

import io.gaia.server.roster.Roster;
import io.gaia.server.roster.RosterChange;

/**
 * What an import changed.
 *
 * @param dryRun nothing was changed, only looked at
 */
record RosterOutcome(boolean dryRun, Counts classrooms, Counts students) {

  /**
   * @param unchanged of all that are known
   */
  record Counts(int added, int changed, int removed, int unchanged) {
    private static Counts of(int written, int added, int removed, int before) {
      int changed = written - added;
      return new Counts(added, changed, removed, before - changed - removed);
    }
  }

  static RosterOutcome of(RosterChange change, Roster before, boolean dryRun) {
    int newClassrooms =
        (int)
            change.classrooms().stream()
                .filter(each -> !before.classrooms().containsKey(each.classroomId()))
                .count();
    int newStudents =
        (int)
            change.students().stream()
                .filter(each -> !before.students().containsKey(each.studentId()))
                .count();
    return new RosterOutcome(
        dryRun,
        Counts.of(
            change.classrooms().size(),
            newClassrooms,
            change.goneClassrooms().size(),
            before.classrooms().size()),
        Counts.of(
            change.students().size(),
            newStudents,
            change.goneStudents().size(),
            before.students().size()));
  }
}
