package io.gaia.core.command;

import io.gaia.core.Settings;
import java.util.OptionalLong;

/** What the leader proposes for the cluster, and what concerns all queues. */
public sealed interface ClusterCommand extends Command {
  @Override
  default <R> R match(Command.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Command.Families<R> families) {
    return families.cluster(this);
  }

  <R> R match(Cases<R> cases);

  /**
   * First entry of a term. The leader serves once it is applied.
   *
   * @param settings from now on, on every node
   * @param wallMs the leader's wall clock: state time, which stood still without a leader, goes on
   *     from there, unless it is there already
   */
  record LeaderElected(String nodeId, long term, Settings settings, OptionalLong wallMs)
      implements ClusterCommand {
    /** Time goes on where it stood. */
    public LeaderElected(String nodeId, long term, Settings settings) {
      this(nodeId, term, settings, OptionalLong.empty());
    }

    @Override
    public String subject() {
      return nodeId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.leaderElected(this);
    }
  }

  /**
   * State time moves on without any of it passing: the leader's wall clock is ahead.
   *
   * @param byMs 1 to {@link #MAX_MS}
   */
  record MoveTime(long byMs) implements ClusterCommand {
    public static final long MAX_MS = 60_000;

    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.moveTime(this);
    }
  }

  /**
   * Every member can read entries and snapshots of that version, so there may be some from now on.
   * Never lowered.
   *
   * @param formatVersion from {@link #FIRST}
   */
  record RaiseFormat(int formatVersion) implements ClusterCommand {
    /** Of what was written before versions were counted. */
    public static final int FIRST = 1;

    /** From here on a claim that found nothing stays answered so, like any other request. */
    public static final int EMPTY_CLAIMS_KEPT = 2;

    /** Of this build. */
    public static final int NEWEST = EMPTY_CLAIMS_KEPT;

    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.raiseFormat(this);
    }
  }

  /** No task is handed out until {@link ResumeQueue}. */
  record PauseQueue() implements ClusterCommand {
    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.pauseQueue(this);
    }
  }

  /** Tasks are handed out again. */
  record ResumeQueue() implements ClusterCommand {
    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.resumeQueue(this);
    }
  }

  /** All changes up to that index are in PostgreSQL, or nobody wants them. */
  record Projected(long index) implements ClusterCommand {
    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.projected(this);
    }
  }

  /**
   * All events up to that one are in Kafka, so that the next leader goes on after it.
   *
   * @param ordinal within the entry of that index
   */
  record Relayed(long index, int ordinal) implements ClusterCommand {
    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.relayed(this);
    }
  }

  /**
   * Drops finished tasks and dead sessions that are past retention or over the bound.
   *
   * @param limit at most so many
   * @param onlyProjected only those whose last change is projected
   */
  record Evict(int limit, boolean onlyProjected) implements ClusterCommand {
    @Override
    public String subject() {
      return "";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.evict(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R leaderElected(LeaderElected command);

    R moveTime(MoveTime command);

    R raiseFormat(RaiseFormat command);

    R pauseQueue(PauseQueue command);

    R resumeQueue(ResumeQueue command);

    R projected(Projected command);

    R relayed(Relayed command);

    R evict(Evict command);
  }
}
