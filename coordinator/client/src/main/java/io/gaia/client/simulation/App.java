package io.gaia.client.simulation;

/** The two apps of the simulated school. */
enum App {
  TYPING("sim-typing"),
  QUIZ("sim-quiz");

  // with the items of each about as many as ITAP's 38 problems
  private static final String[] LESSONS = {
    "variables",
    "numbers",
    "texts",
    "conditions",
    "loops",
    "lists",
    "functions",
    "tables",
    "files",
    "tests"
  };
  private static final int ITEMS_PER_LESSON = 4;

  private final String appName;

  App(String appName) {
    this.appName = appName;
  }

  String appName() {
    return appName;
  }

  String lessonId(int position) {
    return LESSONS[position / ITEMS_PER_LESSON % LESSONS.length];
  }

  String itemId(int position) {
    return "%s-%s-%d"
        .formatted(
            this == TYPING ? "code" : "quiz", lessonId(position), position % ITEMS_PER_LESSON + 1);
  }
}
