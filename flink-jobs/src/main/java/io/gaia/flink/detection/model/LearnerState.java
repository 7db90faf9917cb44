package io.gaia.flink.detection.model;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is remembered of one student in one app. Only data: its fields are state, and how they
 * lie there says LearnerForm. No field is renamed, for older savepoints know it by its name. Times
 * are epoch milliseconds, 0 when it never happened; texts are empty when absent.
 */
public class LearnerState {
  public static final int UNKNOWN_FOCUS = 0;
  public static final int FOCUSED = 1;
  public static final int BLURRED = 2;

  /** The newest time seen; judgements are of this moment. */
  public long now;

  public long firstAt;
  public long lastEventAt;
  public String classroomId = "";

  /** Counters, see {@link Panes}. */
  public short[] panes = Panes.empty();

  public long newestPane;

  /** Newest last. */
  public List<ItemState> items = new ArrayList<>();

  /** Newest last. */
  public List<LessonState> lessons = new ArrayList<>();

  public String itemId = "";
  public String lessonId = "";

  public int focus;
  public long lastFineAt;
  public long lastAttemptAt;
  public String lastAttemptItem = "";
  public double lastScroll;

  /** The last thing was a completion: silence is deserved. */
  public boolean finished;

  /** The clicks that may become a rage click, oldest first. */
  public List<ClickState> clicks = new ArrayList<>();

  public long lastClickAt;
  public boolean lastClickCounted;

  public double rating;
  public long ratingAt;

  public BaselineState usualErrors = new BaselineState();
  public BaselineState usualCorrections = new BaselineState();

  public double score;
  public Level level = Level.NONE;
  public long levelSince;

  /** Since when the score is below what its level needs; 0: it is not. */
  public long belowSince;

  /** Since when there is any trouble; 0: there is none. */
  public long troubleSince;

  public EpisodeState episode = new EpisodeState();

  /** What the student did on one item. */
  public static class ItemState {
    public String itemId = "";
    public long firstAt;
    public long lastAt;

    /** Time on it, long pauses left out. */
    public long activeMillis;

    public int attempts;
    public int failures;
    public int failuresInRow;

    /** When the failures in a row began. */
    public long failingSince;

    public double bestScore;

    /** Of the last attempt; meaningless before the first. */
    public double lastScore;

    public boolean tried;
    public boolean solved;

    /** The newest six. */
    public List<Long> hints = new ArrayList<>();

    public Peers peers = Peers.UNKNOWN;
  }

  /** What the student did on one lesson. */
  public static class LessonState {
    public String lessonId = "";
    public long lastAt;

    /** Attempts since three were correct in a row. */
    public int opportunities;

    public int failures;
    public int correctInRow;
  }

  /** A click. */
  public static class ClickState {
    public long at;
    public double x;
    public double y;
    public String target = "";
  }

  /** Mean and spread of a number, by Welford. */
  public static class BaselineState {
    public int count;
    public double mean;
    public double squares;
  }

  /** The episode that is open, and what must be known of the last one. */
  public static class EpisodeState {
    /**
     * Of the one that is open or was last. They count on from when the student was first seen, so
     * that no number comes twice, even when this state was forgotten in between.
     */
    public long number;

    public boolean open;
    public boolean quiet;
    public long openedAt;
    public long since;
    public String classroomId = "";
    public String itemId = "";
    public String lessonId = "";
    public Level peakLevel = Level.NONE;
    public double peakScore;
    public int revision;

    /** Since when the score is under the threshold; 0: it is not. */
    public long underSince;

    public long struggleEndedAt;
    public long quietEndedAt;

    /** When a teacher last helped. */
    public long helpedAt;
  }
}
