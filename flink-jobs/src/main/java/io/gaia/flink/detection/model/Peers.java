package io.gaia.flink.detection.model;

/**
 * How the other students fare on an item, at the moment of an attempt on it.
 *
 * @param students others who tried the item
 * @param reached of them, those with at least as many wrong attempts in a row as this student has
 * @param recovered of those, the ones who solved it soon after
 * @param medianMillis time on the item that half of the others stayed under; 0 when unknown
 */
public record Peers(int students, int reached, int recovered, long medianMillis) {

  public static final Peers UNKNOWN = new Peers(0, 0, 0, 0);

  public boolean areEnough() {
    return students >= DetectionDefaults.CLASSMATES_LEAST;
  }
}
