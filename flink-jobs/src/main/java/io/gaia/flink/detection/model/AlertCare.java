package io.gaia.flink.detection.model;

/**
 * Whether a word to a teacher is loud. All classes of the teacher share one budget ({@link
 * LoudBudget}); quiet hours are quiet. An alert that was loud stays so; one that was quiet asks
 * again when it gets worse. Nothing is withheld.
 */
public final class AlertCare {

  private AlertCare() {}

  /** The word as the teacher gets it; {@code state} is the teacher's and is changed. */
  public static AlertWord toTeacher(CareState state, AlertWord word, CareSettings settings) {
    state.now = Math.max(state.now, word.at());
    LoudBudget budget = new LoudBudget(state.loud, settings.loudPerHour());
    budget.forget(state.now);
    String alert = keyOf(word);
    Boolean before = state.quiet.get(alert);
    if (word.kind() == AlertWord.Kind.RESOLVED) {
      state.quiet.remove(alert);
      return word.told(Boolean.TRUE.equals(before));
    }
    boolean wasLoud = Boolean.FALSE.equals(before);
    boolean quiet =
        settings.isQuietTime(word.at()) || !(wasLoud || budget.take(urgency(word), state.now));
    state.quiet.put(alert, quiet);
    return word.told(quiet);
  }

  public static boolean isEmpty(CareState state) {
    return state.loud.isEmpty() && state.quiet.isEmpty();
  }

  private static Level urgency(AlertWord word) {
    return word.isClassWide() ? Level.CRITICAL : word.level();
  }

  private static String keyOf(AlertWord word) {
    return String.join(
        "\u0000",
        word.classroomId(),
        word.studentId(),
        word.appName(),
        word.isClassWide() ? word.itemId() : "",
        String.valueOf(word.number()));
  }
}
