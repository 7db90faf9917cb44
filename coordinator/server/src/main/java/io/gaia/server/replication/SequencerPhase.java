package io.gaia.server.replication;

/** How far a node is on its way to serve commands, and from it. */
enum SequencerPhase {
  /** No election has been heard of yet: commands wait. */
  STARTING,
  ELECTED,
  /** LeaderElected is on its way. */
  ELECTING,
  /** This node leads, and could not say so in the log: it tries again. */
  ELECTION_FAILED,
  LEADING,
  /** What is on its way is finished, and the rest waits for another node to lead. */
  HANDING_OVER,
  FOLLOWING,
  CLOSED
}
