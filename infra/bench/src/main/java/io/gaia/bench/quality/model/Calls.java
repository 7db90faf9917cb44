package io.gaia.bench.quality.model;

import io.gaia.bench.quality.truth.Struggle;
import io.gaia.flink.detection.model.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When a model would call the teacher, by one plain rule for all models: as soon as its score is at
 * medium or above; the next time only after a minute below it.
 */
public final class Calls {
  private static final long QUIET_MILLIS = 60_000;

  /** A stretch of one call that is about one item. */
  private static final class Stretch {
    private final int call;
    private final String itemId;
    private final long from;
    private long until = Long.MAX_VALUE;

    private Stretch(int call, String itemId, long from) {
      this.call = call;
      this.itemId = itemId;
      this.from = from;
    }

    private boolean isAbout(Struggle struggle) {
      return itemId.equals(struggle.itemId())
          && from <= struggle.until()
          && until >= struggle.since();
    }
  }

  private static final class Student {
    private final List<Stretch> stretches = new ArrayList<>();
    private Stretch open;
    private long belowSince;
  }

  private final Map<String, Student> students = new HashMap<>();
  private int calls;

  /** Moments of a student come in time order. */
  public void see(String studentId, String itemId, long at, double score) {
    Student student = students.computeIfAbsent(studentId, absent -> new Student());
    if (score >= Level.MEDIUM.lowerEdge()) {
      student.belowSince = 0;
      if (student.open == null) {
        begin(student, calls++, itemId, at);
      } else if (!student.open.itemId.equals(itemId)) {
        student.open.until = at;
        begin(student, student.open.call, itemId, at);
      }
    } else if (student.open != null) {
      if (student.belowSince == 0) {
        student.belowSince = at;
      }
      if (at - student.belowSince >= QUIET_MILLIS) {
        student.open.until = student.belowSince;
        student.open = null;
      }
    }
  }

  private static void begin(Student student, int call, String itemId, long at) {
    student.open = new Stretch(call, itemId, at);
    student.stretches.add(student.open);
  }

  /**
   * Holds the calls against who was stuck.
   *
   * @param struggles of the students that were seen
   */
  public Outcome against(List<Struggle> struggles) {
    Set<Integer> right = new HashSet<>();
    List<Double> leadSeconds = new ArrayList<>();
    for (Struggle struggle : struggles) {
      long first = Long.MAX_VALUE;
      for (Stretch stretch : students.getOrDefault(struggle.studentId(), new Student()).stretches) {
        if (stretch.isAbout(struggle)) {
          right.add(stretch.call);
          first = Math.min(first, Math.max(stretch.from, struggle.since()));
        }
      }
      if (first < struggle.evidentAt()) {
        leadSeconds.add((struggle.evidentAt() - first) / 1000.0);
      }
    }
    return new Outcome(calls, right.size(), struggles.size(), leadSeconds);
  }

  /**
   * @param right calls about somebody who was stuck on the item
   * @param leadSeconds of each struggle that was called before its label could be known
   */
  public record Outcome(int calls, int right, int struggles, List<Double> leadSeconds) {
    public Outcome {
      leadSeconds = List.copyOf(leadSeconds);
    }
  }
}
