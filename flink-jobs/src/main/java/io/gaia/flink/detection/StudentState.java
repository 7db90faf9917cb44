package io.gaia.flink.detection;

import java.util.ArrayList;
import java.util.List;

/** What is known of a student beside the apps; its fields are state. */
public class StudentState {
  public List<String> classroomIds = new ArrayList<>();
  public String schoolId = "";

  /** The timer that is set for the live decisions; 0: none. */
  public long liveTimer;

  /** The timer that is set for the history; 0: none. */
  public long orderedTimer;
}
