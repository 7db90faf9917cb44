package io.gaia.flink.detection.model;

/**
 * A signal that is known at this moment. One that is not known is not measured: unknown is not
 * calm.
 *
 * @param intensity after looking at the class
 * @param absoluteIntensity before
 */
public record Measured(
    Signal signal, double value, double intensity, double absoluteIntensity, String text) {

  static Measured absolute(Signal signal, double value, double intensity, String text) {
    return new Measured(signal, value, intensity, intensity, text);
  }
}
