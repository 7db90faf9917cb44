package io.gaia.flink.detection.model;

/** What is usual on an item is no news about a student. */
final class ClassBaseline {

  private ClassBaseline() {}

  /**
   * Takes off the share of the class that shows the same on the same item and got over it. With
   * fewer than {@link DetectionDefaults#CLASSMATES_LEAST} others nothing is taken off.
   */
  static double reduce(double intensity, Peers peers) {
    return peers.areEnough() ? intensity * (1 - usualShare(peers)) : intensity;
  }

  static double usualShare(Peers peers) {
    return (double) peers.recovered() / peers.students();
  }
}
