package io.gaia.flink.detection.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of one class. Its fields are state. Times are epoch milliseconds. */
public class ClassState {

  /** By student and app. */
  public Map<String, Standing> standings = new HashMap<>();

  /** By app and item. */
  public Map<String, ClassAlert> classAlerts = new HashMap<>();

  /** The newest time seen. */
  public long now;

  /** The last report of a student in an app. */
  public static class Standing {
    public String studentId = "";
    public String appName = "";
    public String itemId = "";
    public String lessonId = "";
    public String schoolId = "";
    public Level struggling = Level.NONE;
    public long at;

    /** Whether an episode is open. */
    public boolean open;

    /** Whether the teacher sees an alert of that episode. */
    public boolean shown;

    /** Whether a class-wide alert told of it instead. */
    public boolean covered;

    /** Words about the alert so far. */
    public int ordinal;

    /** Of the open episode. */
    public EpisodeChange last;
  }

  /** A class-wide alert that is open. */
  public static class ClassAlert {
    public String appName = "";
    public String itemId = "";
    public String lessonId = "";
    public String schoolId = "";
    public long openedAt;
    public long since;
    public int ordinal;
    public Level level = Level.HIGH;
    public double share;
    public List<String> students = new ArrayList<>();

    /** Since when too few are stuck for it; 0: enough are. */
    public long underSince;
  }
}
