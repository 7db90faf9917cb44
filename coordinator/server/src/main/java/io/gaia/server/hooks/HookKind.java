package io.gaia.server.hooks;

/** What an event of Claude Code means to its session. */
enum HookKind {
  /** It is there, nothing more. */
  ALIVE,
  /** It did something for the tasks it holds. */
  PROGRESS,
  /** It is over. */
  END;

  /** Events that this version does not know show at least that somebody is there. */
  static HookKind of(String eventName) {
    return switch (eventName) {
      case "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch" -> PROGRESS;
      case "SessionEnd" -> END;
      default -> ALIVE;
    };
  }
}
