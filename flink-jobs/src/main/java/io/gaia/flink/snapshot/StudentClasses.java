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
 * @param classroomIds in the roster's order; empty when the student is in none
 * @param isGone the student is to be forgotten
 */
public record StudentClasses(String studentId, List<String> classroomIds, boolean isGone) {

  static final class Decoder implements KafkaEnds.Decoder<StudentClasses> {
    private static final long serialVersionUID = 1;

    @Override
    public StudentClasses decode(RawRecord record) {
      String student = new String(record.key(), StandardCharsets.UTF_8);
      if (record.isTombstone()) {
        return new StudentClasses(student, List.of(), true);
      }
      try {
        List<String> classes =
            EventCodec.fromBytes(record.value(), RosterEntry.class).classroomIds();
        return new StudentClasses(student, classes == null ? List.of() : classes, false);
      } catch (UncheckedIOException e) {
        return new StudentClasses(student, List.of(), false); // the writer job reports it
      }
    }

    @Override
    public TypeInformation<StudentClasses> type() {
      return TypeInformation.of(StudentClasses.class);
    }
  }
}
