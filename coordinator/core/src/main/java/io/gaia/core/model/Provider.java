package io.gaia.core.model;

/** Who makes the model behind a session; a label that a task's {@link Requires} matches. */
public enum Provider implements WireName {
  CLAUDE,
  CODEX,
  OLLAMA,
  OPENAI,
  GEMINI,
  OTHER
}
