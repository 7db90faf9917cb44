package io.gaia.server.replication.wire;

/** Text that every replica, and PostgreSQL, reads back as it was written. */
final class Texts {
  private Texts() {}

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if it holds half a character (a surrogate alone), which UTF-8
   *     cannot carry, or the character 0
   */
  static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException("takes no character 0");
      }
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          throw new IllegalArgumentException("takes no half of a character");
        }
        i++;
      }
    }
    return text;
  }
}
