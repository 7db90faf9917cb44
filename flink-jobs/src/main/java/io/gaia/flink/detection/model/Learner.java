package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.EpisodeChange.Kind;
import io.gaia.flink.detection.model.LearnerState.EpisodeState;
import java.util.ArrayList;
import java.util.List;

/**
 * One student in one app: takes what the student does and what time brings, and says how the
 * student is doing. Time is data: it only moves by {@link #observe} and {@link #elapse}. The same
 * calls on equal states give equal answers.
 */
public final class Learner {

  /** How often the passing of time is looked at while there is something to calm down from. */
  static final long TICK_MILLIS = Panes.MILLIS;

  /** How often a silent student is looked at. */
  private static final long IDLE_TICK_MILLIS = 15_000;

  private static final long IDLE_FROM_MILLIS =
      (long) (DetectionDefaults.rule(Signal.IDLE).watch() * 1000);

  /** No time left to wait for. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * @param changes of the episode, in order
   */
  public record Outcome(Judgement judgement, List<EpisodeChange> changes) {}

  private final LearnerState state;
  private final Settings settings;
  private final List<EpisodeChange> changes = new ArrayList<>();

  private Learner(LearnerState state, Settings settings) {
    this.state = state;
    this.settings = settings;
  }

  /**
   * Something happened.
   *
   * @param othersActive whether enough of the class is active for silence to mean something
   */
  public static Outcome observe(
      LearnerState state, Observation event, Settings settings, boolean othersActive) {
    Memory.remember(state, event);
    return new Learner(state, settings).judge(othersActive, succeeded(state.episode, event));
  }

  /** Every signal that is known at the state's moment, for who wants to weigh them otherwise. */
  public static List<Measured> signals(LearnerState state, boolean othersActive) {
    return Signals.measure(state, Settings.DEFAULT, othersActive);
  }

  /** Nothing happened until {@code now}. */
  public static Outcome elapse(
      LearnerState state, long now, Settings settings, boolean othersActive) {
    Memory.passTime(state, now);
    return new Learner(state, settings).judge(othersActive, false);
  }

  /** A teacher helped: no new episode within the cooldown, unless critical. */
  public static void help(LearnerState state, long at) {
    state.episode.helpedAt = Math.max(state.episode.helpedAt, at);
  }

  /** When to call {@link #elapse} at the latest, or {@link #NEVER}. */
  public static long nextDeadline(LearnerState state) {
    boolean unsettled =
        state.score > 0 || state.level != Level.NONE || state.episode.open || state.belowSince > 0;
    if (unsettled) {
      return (Math.floorDiv(state.now, TICK_MILLIS) + 1) * TICK_MILLIS;
    }
    if (Recent.couldBeIdle(state)) {
      long silence = state.now - state.lastEventAt;
      if (silence < IDLE_FROM_MILLIS) {
        return state.lastEventAt + IDLE_FROM_MILLIS;
      }
      if (silence < DetectionDefaults.GONE_AFTER_MILLIS) {
        return state.now + IDLE_TICK_MILLIS;
      }
    }
    return state.lastEventAt + DetectionDefaults.FORGET_AFTER_MILLIS;
  }

  /** Whether the state may be thrown away. */
  public static boolean isForgotten(LearnerState state) {
    return !state.episode.open
        && state.now - state.lastEventAt >= DetectionDefaults.FORGET_AFTER_MILLIS;
  }

  private static boolean succeeded(EpisodeState episode, Observation event) {
    return event.isSuccess()
        && (event.itemId().isEmpty()
            || episode.itemId.isEmpty()
            || event.itemId().equals(episode.itemId));
  }

  private Outcome judge(boolean othersActive, boolean success) {
    Judgement judgement = Score.of(Signals.measure(state, settings, othersActive), settings);
    state.score = judgement.score();
    if (judgement.score() < Level.LOW.lowerEdge() - DetectionDefaults.HYSTERESIS) {
      state.troubleSince = 0;
    } else if (state.troubleSince == 0) {
      state.troubleSince = state.now;
    }
    moveLevel(success);
    moveEpisode(judgement, success);
    return new Outcome(judgement, List.copyOf(changes));
  }

  /** Up at once; down after a while clearly below the edge, or on success. */
  private void moveLevel(boolean success) {
    Level reached = Level.of(state.score);
    if (reached.compareTo(state.level) > 0 || (success && reached != state.level)) {
      enter(reached);
    } else if (state.score < state.level.lowerEdge() - DetectionDefaults.HYSTERESIS) {
      if (state.belowSince == 0) {
        state.belowSince = state.now;
      } else if (state.now - state.belowSince >= DetectionDefaults.LEVEL_DOWN_AFTER_MILLIS) {
        enter(reached);
      }
    } else {
      state.belowSince = 0;
    }
    if (state.levelSince == 0) {
      state.levelSince = state.now;
    }
  }

  private void enter(Level level) {
    state.level = level;
    state.levelSince = state.now;
    state.belowSince = 0;
  }

  private void moveEpisode(Judgement judgement, boolean success) {
    EpisodeState episode = state.episode;
    if (episode.open && isOver(judgement, success)) {
      close(judgement);
    }
    Level level = Level.of(state.score);
    boolean calls = judgement.own() >= settings.threshold().lowerEdge();
    if (!episode.open && !success && calls) {
      boolean quiet = judgement.struggle() < Level.LOW.lowerEdge();
      if (mayOpen(Level.of(judgement.own()), quiet)) {
        open(judgement, level, quiet);
      }
    } else if (episode.open) {
      keepUp(judgement, level);
    }
  }

  private boolean isOver(Judgement judgement, boolean success) {
    EpisodeState episode = state.episode;
    if (success) {
      return true;
    }
    if (episode.quiet) {
      // the first sound ends a silence; real struggle then opens its own episode
      return judgement.own() < settings.threshold().lowerEdge()
          || judgement.struggle() >= settings.threshold().lowerEdge();
    }
    if (judgement.own() >= settings.threshold().lowerEdge() - DetectionDefaults.HYSTERESIS) {
      episode.underSince = 0;
      return false;
    }
    if (episode.underSince == 0) {
      episode.underSince = state.now;
    }
    return state.now - episode.underSince >= DetectionDefaults.RESOLVE_AFTER_MILLIS;
  }

  private boolean mayOpen(Level level, boolean quiet) {
    if (level == Level.CRITICAL) {
      return true;
    }
    EpisodeState episode = state.episode;
    long endedAt = quiet ? episode.quietEndedAt : episode.struggleEndedAt;
    long lastWord = Math.max(endedAt, episode.helpedAt);
    return lastWord == 0 || state.now - lastWord >= DetectionDefaults.COOLDOWN_MILLIS;
  }

  private void open(Judgement judgement, Level level, boolean quiet) {
    EpisodeState episode = state.episode;
    episode.number = episode.number == 0 ? state.firstAt : episode.number + 1;
    episode.open = true;
    episode.quiet = quiet;
    episode.openedAt = state.now;
    episode.since = since(quiet);
    episode.classroomId = state.classroomId;
    episode.itemId = state.itemId;
    episode.lessonId = state.lessonId;
    episode.peakLevel = level;
    episode.peakScore = state.score;
    episode.underSince = 0;
    episode.revision = 0;
    say(Kind.OPENED, judgement, level);
  }

  private long since(boolean quiet) {
    long trouble = state.troubleSince == 0 ? state.now : state.troubleSince;
    if (quiet) {
      return state.lastEventAt;
    }
    return Recent.find(state.items, state.itemId, item -> item.itemId)
        .filter(item -> item.failingSince > 0)
        .map(item -> Math.min(trouble, item.failingSince))
        .orElse(trouble);
  }

  private void keepUp(Judgement judgement, Level level) {
    EpisodeState episode = state.episode;
    episode.peakScore = Math.max(episode.peakScore, state.score);
    if (level.compareTo(episode.peakLevel) > 0) {
      episode.peakLevel = level;
      episode.itemId = state.itemId;
      episode.lessonId = state.lessonId;
      say(Kind.ESCALATED, judgement, level);
    }
  }

  private void close(Judgement judgement) {
    EpisodeState episode = state.episode;
    episode.open = false;
    if (episode.quiet) {
      episode.quietEndedAt = state.now;
    } else {
      episode.struggleEndedAt = state.now;
    }
    say(Kind.RESOLVED, judgement, episode.peakLevel);
  }

  private void say(Kind kind, Judgement judgement, Level level) {
    EpisodeState episode = state.episode;
    episode.revision++;
    changes.add(
        new EpisodeChange(
            kind,
            episode.number,
            episode.revision,
            episode.quiet,
            episode.classroomId,
            episode.lessonId,
            episode.itemId,
            episode.since,
            episode.openedAt,
            state.now,
            level,
            state.score,
            episode.peakLevel,
            episode.peakScore,
            judgement.reasons()));
  }
}
