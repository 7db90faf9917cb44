package io.gaia.flink.snapshot;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.ClassTimetable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Reads when which class is in session. */
final class TimetableDecoder implements KafkaEnds.Decoder<ClassTimetable> {
  private static final long serialVersionUID = 1;

  @Override
  public ClassTimetable decode(RawRecord record) {
    try {
      return ClassTimetable.read(record);
    } catch (RuntimeException e) {
      return ClassTimetable.NONE; // the detection job reports it
    }
  }

  @Override
  public TypeInformation<ClassTimetable> type() {
    return TypeInformation.of(ClassTimetable.class);
  }
}
