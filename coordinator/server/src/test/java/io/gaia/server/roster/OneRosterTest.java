package io.gaia.server.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gaia.server.roster.RosterImport.Enrollment;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneRosterTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-09-14");

  private static List<String> faults(byte[] zip) {
    RosterFaults faults =
        catchThrowableOfType(RosterFaults.class, () -> OneRoster.read(zip, TODAY));
    return faults.faults().stream().map(RosterFault::toString).toList();
  }

  private static List<String> faults(SchoolFiles files) {
    return faults(files.zip());
  }

  @Test
  void whatIsNoZipFileOrLacksAFileIsSaidToBeSo() {
    assertThat(faults("nonsense".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("manifest.csv: is missing in the ZIP file");
    assertThat(faults(SchoolFiles.bulk().without("enrollments.csv")))
        .containsExactly("enrollments.csv: is missing in the ZIP file");
    assertThat(
            faults(
                SchoolFiles.bulk()
                    .with(
                        "manifest.csv",
                        "propertyName,value\nfile.classes,bulk\nfile.enrollments,delta\n")))
        .containsExactly(
            "manifest.csv: file.classes and file.enrollments are bulk together, or neither");
    assertThat(
            faults(
                SchoolFiles.bulk().with("manifest.csv", "propertyName,value\nfile.classes,all\n")))
        .contains("manifest.csv line 2 value: takes bulk, delta or absent");
  }

  @Test
  void everyFaultIsToldWithItsFileLineAndColumn() {
    assertThat(
            faults(
                SchoolFiles.bulk()
                    .schoolClass("c-1", "")
                    .student("ada", "c-2")
                    .enrollment("bea", "c-1", "pupil,false,,")
                    .enrollment("", "c-1", "student,false,1.9.2026,")))
        .containsExactly(
            "classes.csv line 2 title: is missing",
            "enrollments.csv line 3 role: takes student, teacher, aide, administrator, proctor or"
                + " ext:...",
            "enrollments.csv line 4 userSourcedId: is missing",
            "enrollments.csv line 4 beginDate: takes a date such as 2026-08-31",
            "enrollments.csv line 2 classSourcedId: names c-2, which is not in classes.csv");
  }

  @Test
  void usersWhoMayNotUseAnythingAreInNoClassAndUnknownOnesAreAFault() throws RosterFaults {
    String manifest =
        "propertyName,value\nfile.classes,bulk\nfile.enrollments,bulk\nfile.users,bulk\n";
    String users = "sourcedId,status,enabledUser\nada,,true\nbea,,false\n";
    SchoolFiles files =
        SchoolFiles.bulk()
            .with("manifest.csv", manifest)
            .with("users.csv", "\ufeff" + users)
            .schoolClass("c-1", "7a")
            .student("ada", "c-1")
            .student("bea", "c-1");
    assertThat(OneRoster.read(files.zip(), TODAY).enrollments())
        .extracting(Enrollment::userId)
        .containsExactly("ada");
    assertThat(faults(files.student("cleo", "c-1")))
        .containsExactly(
            "enrollments.csv line 4 userSourcedId: names cleo, which is not in users.csv");
  }

  @Test
  void aFileThatUnpacksToTooMuchIsRefused() {
    SchoolFiles bomb = SchoolFiles.bulk().with("orgs.csv", "x".repeat(RosterZip.MAX_BYTES));
    assertThat(faults(bomb)).containsExactly("the files: are more than 67108864 bytes");
  }
}
