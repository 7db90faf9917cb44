package io.gaia.server.roster;

import io.gaia.server.roster.RosterImport.Enrollment;
import io.gaia.server.roster.RosterImport.EnrollmentRole;
import io.gaia.server.roster.RosterImport.SchoolClass;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a set of OneRoster 1.2 CSV files (1.1 as well, as far as the same columns go): manifest,
 * classes, enrollments, and users to check the enrollments against. Names of people are not kept.
 */
public final class OneRoster {

  private static final String MANIFEST = "manifest.csv";
  private static final String CLASSES = "classes.csv";
  private static final String ENROLLMENTS = "enrollments.csv";
  private static final String USERS = "users.csv";
  private static final int MAX_FAULTS = 20;

  private enum Mode {
    BULK,
    DELTA,
    ABSENT
  }

  private final Map<String, List<RosterRow>> files;
  private final LocalDate today;
  private final List<RosterFault> faults = new ArrayList<>();
  private final Map<String, Mode> modes = new HashMap<>();

  private OneRoster(Map<String, List<RosterRow>> files, LocalDate today) {
    this.files = files;
    this.today = today;
  }

  /**
   * Reads all that there is in the ZIP file.
   *
   * @param today decides which enrollments hold
   * @throws RosterFaults if there is anything that is not as OneRoster has it
   */
  public static RosterImport read(byte[] zip, LocalDate today) throws RosterFaults {
    OneRoster files =
        new OneRoster(RosterZip.rows(zip, Set.of(MANIFEST, CLASSES, ENROLLMENTS, USERS)), today);
    return files.read();
  }

  private RosterImport read() throws RosterFaults {
    readManifest();
    boolean isBulk = isBulk();
    throwFaults();
    List<SchoolClass> classes = rows(CLASSES).stream().map(this::schoolClass).toList();
    List<Enrollment> enrollments = new ArrayList<>();
    rows(ENROLLMENTS).forEach(row -> enrollment(row).ifPresent(enrollments::add));
    if (isBulk) {
      checkClasses(classes);
    }
    Set<String> disabled = checkUsers(isBulk);
    enrollments.removeIf(enrollment -> disabled.contains(enrollment.userId()));
    throwFaults();
    return new RosterImport(isBulk, classes, enrollments);
  }

  private void throwFaults() throws RosterFaults {
    if (!faults.isEmpty()) {
      throw new RosterFaults(faults.subList(0, Math.min(MAX_FAULTS, faults.size())));
    }
  }

  private void readManifest() {
    if (!files.containsKey(MANIFEST)) {
      faults.add(new RosterFault(MANIFEST, 0, "", "is missing in the ZIP file"));
      return;
    }
    for (RosterRow row : files.get(MANIFEST)) {
      String name = row.cell("propertyName").orElse("");
      if (name.startsWith("file.")) {
        mode(row).ifPresent(mode -> modes.put(name.substring("file.".length()) + ".csv", mode));
      }
    }
  }

  private Optional<Mode> mode(RosterRow row) {
    String value = row.cell("value").orElse("");
    try {
      return Optional.of(Mode.valueOf(value.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      faults.add(row.fault("value", "takes bulk, delta or absent"));
      return Optional.empty();
    }
  }

  private boolean isBulk() {
    Mode classes = modes.getOrDefault(CLASSES, Mode.ABSENT);
    Mode enrollments = modes.getOrDefault(ENROLLMENTS, Mode.ABSENT);
    for (String file : List.of(CLASSES, ENROLLMENTS, USERS)) {
      if (modes.getOrDefault(file, Mode.ABSENT) != Mode.ABSENT && !files.containsKey(file)) {
        faults.add(new RosterFault(file, 0, "", "is missing in the ZIP file"));
      }
    }
    boolean isBulk = classes == Mode.BULK || enrollments == Mode.BULK;
    if (isBulk && classes != enrollments) {
      faults.add(
          new RosterFault(
              MANIFEST, 0, "", "file.classes and file.enrollments are bulk together, or neither"));
    }
    if (classes == Mode.ABSENT && enrollments == Mode.ABSENT && faults.isEmpty()) {
      faults.add(
          new RosterFault(MANIFEST, 0, "", "file.classes and file.enrollments are both absent"));
    }
    return isBulk;
  }

  private List<RosterRow> rows(String file) {
    return modes.getOrDefault(file, Mode.ABSENT) == Mode.ABSENT ? List.of() : files.get(file);
  }

  private SchoolClass schoolClass(RosterRow row) {
    boolean isGone = row.isToBeDeleted();
    String id = row.id("sourcedId", faults);
    if (!isGone && row.cell("title").isEmpty()) {
      faults.add(row.fault("title", "is missing"));
    }
    return new SchoolClass(
        id, row.cell("title").orElse(id), row.cell("schoolSourcedId").orElse(""), isGone);
  }

  private Optional<Enrollment> enrollment(RosterRow row) {
    String classId = row.id("classSourcedId", faults);
    String userId = row.id("userSourcedId", faults);
    Optional<EnrollmentRole> role = role(row);
    boolean holds = !row.isToBeDeleted() && hasBegun(row) && !isOver(row);
    return role.map(
        known ->
            new Enrollment(
                classId,
                row.cell("schoolSourcedId").orElse(""),
                userId,
                known,
                row.cell("primary").filter("true"::equalsIgnoreCase).isPresent(),
                holds));
  }

  private Optional<EnrollmentRole> role(RosterRow row) {
    String role = row.cell("role").orElse("");
    return switch (role.toLowerCase(Locale.ROOT)) {
      case "student" -> Optional.of(EnrollmentRole.STUDENT);
      case "teacher", "aide" -> Optional.of(EnrollmentRole.TEACHER);
      case "administrator", "proctor" -> Optional.empty();
      default -> {
        if (!role.startsWith("ext:")) {
          faults.add(
              row.fault("role", "takes student, teacher, aide, administrator, proctor or ext:..."));
        }
        yield Optional.empty();
      }
    };
  }

  private boolean hasBegun(RosterRow row) {
    return date(row, "beginDate").map(begin -> !begin.isAfter(today)).orElse(true);
  }

  /** On its last day it still holds. */
  private boolean isOver(RosterRow row) {
    return date(row, "endDate").map(end -> end.isBefore(today)).orElse(false);
  }

  private Optional<LocalDate> date(RosterRow row, String column) {
    try {
      return row.cell(column).map(LocalDate::parse);
    } catch (DateTimeException e) {
      faults.add(row.fault(column, "takes a date such as 2026-08-31"));
      return Optional.empty();
    }
  }

  private void checkClasses(List<SchoolClass> classes) {
    Set<String> known = new HashSet<>();
    classes.forEach(each -> known.add(each.id()));
    checkNamed("classSourcedId", known, CLASSES);
  }

  /** Those who may not use anything. */
  private Set<String> checkUsers(boolean isBulk) {
    Set<String> known = new HashSet<>();
    Set<String> disabled = new HashSet<>();
    for (RosterRow row : rows(USERS)) {
      String id = row.id("sourcedId", faults);
      known.add(id);
      if (row.isToBeDeleted()
          || row.cell("enabledUser").filter("false"::equalsIgnoreCase).isPresent()) {
        disabled.add(id);
      }
    }
    if (isBulk && modes.getOrDefault(USERS, Mode.ABSENT) == Mode.BULK) {
      checkNamed("userSourcedId", known, USERS);
    }
    return disabled;
  }

  /** What enrollments name must stand in the file that has it all. */
  private void checkNamed(String column, Set<String> known, String file) {
    for (RosterRow row : rows(ENROLLMENTS)) {
      row.cell(column)
          .filter(id -> !known.contains(id))
          .ifPresent(
              id -> faults.add(row.fault(column, "names " + id + ", which is not in " + file)));
    }
  }
}
