package io.gaia.core.model;

import java.util.Optional;

/**
 * A session's closeness to a lesson: inside the window, the lesson's tasks rank earlier for it.
 *
 * @param score 0..100, the share of the bonus in percent
 */
public record Affinity(
    String sessionId, String lessonId, int score, Optional<TimeWindow> timeWindow) {}
