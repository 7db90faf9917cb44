package io.gaia.flink.detection.model;

/** How much a student seems to struggle, by the score. */
public enum Level {
  NONE(0),
  LOW(0.25),
  MEDIUM(0.45),
  HIGH(0.65),
  CRITICAL(0.85);

  private final double lowerEdge;

  Level(double lowerEdge) {
    this.lowerEdge = lowerEdge;
  }

  /** The lowest score of this level. */
  public double lowerEdge() {
    return lowerEdge;
  }

  public static Level of(double score) {
    Level reached = NONE;
    for (Level level : values()) {
      if (score >= level.lowerEdge) {
        reached = level;
      }
    }
    return reached;
  }

  public boolean isAtLeast(Level other) {
    return compareTo(other) >= 0;
  }
}
