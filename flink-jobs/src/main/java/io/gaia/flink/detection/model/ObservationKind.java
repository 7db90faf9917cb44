package io.gaia.flink.detection.model;

/** What an observation is of. */
public enum ObservationKind {
  KEYPRESS,
  BACKSPACE,
  ERROR,
  /** The value is the pause in seconds. */
  HESITATION,
  COMPLETION,
  FOCUS,
  BLUR,
  SCROLLING,
  MOUSE_MOVEMENT,
  CLICK,
  NAVIGATION,
  HINT_REQUEST,
  /** The value is the score, 0 to 1. */
  ATTEMPT,
  IDLE,
  /** The value is the rating, 1 to 5. */
  RATING;

  /** An action that comes many times a minute; apps without them tell nothing by being silent. */
  boolean isFineGrained() {
    return switch (this) {
      case KEYPRESS, BACKSPACE, SCROLLING, MOUSE_MOVEMENT, CLICK -> true;
      case ERROR,
          HESITATION,
          COMPLETION,
          FOCUS,
          BLUR,
          NAVIGATION,
          HINT_REQUEST,
          ATTEMPT,
          IDLE,
          RATING ->
          false;
    };
  }
}
