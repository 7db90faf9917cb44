package io.gaia.flink.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a student beside the apps, and what there is of apps: on RocksDB to ask by name
 * is cheap, and to go through a map is not. Its fields are state.
 */
public class StudentState {
  public List<String> classroomIds = new ArrayList<>();
  public String schoolId = "";

  /** The timer that is set for the live decisions; 0: none. */
  public long liveTimer;

  /** The timer that is set for the history; 0: none. */
  public long orderedTimer;

  /** Whether what follows is known; savepoints from before it do not tell. */
  public boolean listed;

  /** Of which there is a live decision. */
  public List<String> liveApps = new ArrayList<>();

  /** Of which there is a history. */
  public List<String> orderedApps = new ArrayList<>();

  /** The ends of the panes in which events wait for the history, in order. */
  public List<Long> panes = new ArrayList<>();

  /** Of whom nothing is kept yet. */
  static StudentState ofNobody() {
    StudentState state = new StudentState();
    state.listed = true;
    return state;
  }
}
