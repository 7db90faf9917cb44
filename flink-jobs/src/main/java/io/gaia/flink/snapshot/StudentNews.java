package io.gaia.flink.snapshot;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * All that tells a student's class, in one stream with one key: something that happened, or a line
 * of the roster.
 *
 * @param signal null of a line of the roster (a field of a Flink type; read {@link #isOfRoster})
 * @param classes null of a signal
 */
public record StudentNews(ClassSignal signal, StudentClasses classes) {

  boolean isOfRoster() {
    return classes != null;
  }

  String studentId() {
    return isOfRoster() ? classes.studentId() : signal.studentId();
  }

  static DataStream<StudentNews> ofSignals(DataStream<ClassSignal> signals) {
    return signals
        .map(signal -> new StudentNews(signal, null))
        .returns(TypeInformation.of(StudentNews.class))
        .uid("signals-of-students")
        .name("signals of students");
  }

  static DataStream<StudentNews> ofRoster(DataStream<StudentClasses> roster) {
    return roster
        .map(classes -> new StudentNews(null, classes))
        .returns(TypeInformation.of(StudentNews.class))
        .uid("roster-of-students")
        .name("roster of students");
  }
}
