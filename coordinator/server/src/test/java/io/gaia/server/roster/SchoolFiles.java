package io.gaia.server.roster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Hand-made OneRoster files. */
public final class SchoolFiles {

  private final Map<String, String> files = new LinkedHashMap<>();

  private SchoolFiles(String mode) {
    files.put(
        "manifest.csv",
        """
        propertyName,value
        manifest.version,1.0
        oneroster.version,1.2
        file.classes,%1$s
        file.enrollments,%1$s
        file.users,absent
        file.orgs,absent
        source.systemName,By hand
        """
            .formatted(mode));
    files.put(
        "classes.csv",
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n");
    files.put(
        "enrollments.csv",
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n");
  }

  public static SchoolFiles bulk() {
    return new SchoolFiles("bulk");
  }

  public static SchoolFiles delta() {
    return new SchoolFiles("delta");
  }

  public SchoolFiles with(String file, String content) {
    files.put(file, content);
    return this;
  }

  public SchoolFiles without(String file) {
    files.remove(file);
    return this;
  }

  private SchoolFiles line(String file, String line) {
    files.merge(file, line + "\n", String::concat);
    return this;
  }

  /** A class of school {@code s-1}. */
  public SchoolFiles schoolClass(String id, String title) {
    return line("classes.csv", id + ",,,\"" + title + "\",,co,,scheduled,,s-1,t,,,");
  }

  public SchoolFiles classIsGone(String id) {
    return line("classes.csv", id + ",tobedeleted,2026-08-01T00:00:00Z,,,,,,,s-1,,,,");
  }

  public SchoolFiles student(String id, String classId) {
    return enrollment(id, classId, "student,false,,");
  }

  public SchoolFiles teacher(String id, String classId, boolean isPrimary) {
    return enrollment(id, classId, "teacher," + isPrimary + ",,");
  }

  /**
   * @param rest role, primary, beginDate, endDate
   */
  public SchoolFiles enrollment(String id, String classId, String rest) {
    return line(
        "enrollments.csv", "e-%s-%s,,,%s,s-1,%s,%s".formatted(id, classId, classId, id, rest));
  }

  public SchoolFiles hasLeft(String id, String classId, String role) {
    return line(
        "enrollments.csv",
        "e-%s-%s,tobedeleted,2026-08-01T00:00:00Z,%s,s-1,%s,%s,false,,"
            .formatted(id, classId, classId, id, role));
  }

  public byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
