package io.gaia.bench.detection.streams;

import io.gaia.flink.detection.model.Observation;

/** An event on its way to its item or its student. */
record Told(Form form, Observation observation) {

  /** What is to be done with it. */
  enum Form {
    /** To be judged on arrival and in event order. */
    EVENT,
    /** An attempt to be judged on arrival, with the item's numbers of that moment. */
    LIVE_ATTEMPT,
    /** The same attempt for the history. */
    ORDERED_ATTEMPT
  }
}
