package io.gaia.flink.snapshot;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.json.EventCodec;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A line of the roster.
 *
 * @param classroomId the student's first class; empty when the student is in none
 * @param isGone the student is to be forgotten
 */
public record StudentClass(String studentId, String classroomId, boolean isGone) {

  static final class Decoder implements KafkaEnds.Decoder<StudentClass> {
    private static final long serialVersionUID = 1;

    @Override
    public StudentClass decode(RawRecord record) {
      String student = new String(record.key(), StandardCharsets.UTF_8);
      if (record.isTombstone()) {
        return new StudentClass(student, "", true);
      }
      try {
        List<String> classes =
            EventCodec.fromBytes(record.value(), RosterEntry.class).classroomIds();
        return new StudentClass(
            student, classes == null || classes.isEmpty() ? "" : classes.get(0), false);
      } catch (UncheckedIOException e) {
        return new StudentClass(student, "", false); // the writer job reports it
      }
    }

    @Override
    public TypeInformation<StudentClass> type() {
      return TypeInformation.of(StudentClass.class);
    }
  }
}
