package io.gaia.flink.detection.model;

/** What others get over by themselves on the same item is no news about a student. */
final class ClassBaseline {

  private ClassBaseline() {}

  /**
   * Takes off the share of those who showed the same on the same item and got over it. With fewer
   * than {@link DetectionDefaults#CLASSMATES_LEAST} others nothing is taken off.
   *
   * <p>Taking off the share of all who showed the same, whether they got over it or not, hides who
   * needs help most: on the real logs that scored worse than chance, because the items where most
   * fail are the ones that most never solve. When many are stuck at once, that is an alert of the
   * class, see {@link ClassPolicy}.
   */
  static double reduce(double intensity, Peers peers) {
    return peers.areEnough() ? intensity * (1 - gotOverIt(peers)) : intensity;
  }

  /** Counted as if two more had not, so that one lucky classmate is no rule. */
  private static double gotOverIt(Peers peers) {
    return (double) peers.recovered() / (peers.reached() + 2);
  }
}
