package io.gaia.core.event;

import io.gaia.core.Settings;

/** What happens to the cluster and to all queues. */
public sealed interface ClusterEvent extends Event {
  @Override
  default <R> R match(Event.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Event.Families<R> families) {
    return families.cluster(this);
  }

  <R> R match(Cases<R> cases);

  /** A term began. */
  record LeaderChanged(String nodeId, long term, Settings settings) implements ClusterEvent {
    @Override
    public String type() {
      return "cluster.leader_elected";
    }

    @Override
    public String entityId() {
      return nodeId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.leaderChanged(this);
    }
  }

  /**
   * State time moved on without any of it passing: every end that runs moved along (leases, claims,
   * locks and their delays, waits, stalls). What has a date keeps it.
   */
  record TimeMoved(long byMs) implements ClusterEvent {
    @Override
    public String type() {
      return "cluster.time_moved";
    }

    @Override
    public String entityId() {
      return "time";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.timeMoved(this);
    }
  }

  /** Every member can read entries and snapshots of that version. */
  record FormatRaised(int formatVersion) implements ClusterEvent {
    @Override
    public String type() {
      return "cluster.format_raised";
    }

    @Override
    public String entityId() {
      return "format";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.formatRaised(this);
    }
  }

  /** No task is handed out. */
  record QueuePaused() implements ClusterEvent {
    @Override
    public String type() {
      return "queue.paused";
    }

    @Override
    public String entityId() {
      return "queue";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.queuePaused(this);
    }
  }

  /** Tasks are handed out again. */
  record QueueResumed() implements ClusterEvent {
    @Override
    public String type() {
      return "queue.resumed";
    }

    @Override
    public String entityId() {
      return "queue";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.queueResumed(this);
    }
  }

  /** Changes up to the index were dropped. */
  record ChangesProjected(long upToIndex) implements ClusterEvent {
    @Override
    public String type() {
      return "cluster.projected";
    }

    @Override
    public String entityId() {
      return "projection";
    }

    @Override
    public boolean published() {
      return false;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.changesProjected(this);
    }
  }

  /** Events up to that one are in Kafka. */
  record EventsRelayed(long upToIndex, int upToOrdinal) implements ClusterEvent {
    @Override
    public String type() {
      return "cluster.relayed";
    }

    @Override
    public String entityId() {
      return "relay";
    }

    @Override
    public boolean published() {
      return false;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.eventsRelayed(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R leaderChanged(LeaderChanged event);

    R timeMoved(TimeMoved event);

    R formatRaised(FormatRaised event);

    R queuePaused(QueuePaused event);

    R queueResumed(QueueResumed event);

    R changesProjected(ChangesProjected event);

    R eventsRelayed(EventsRelayed event);
  }
}
