package io.gaia.client.coordination;

import java.util.Optional;

/**
 * How close a session is to a lesson: the lesson's tasks come to it first.
 *
 * @param score 0 to 100
 * @param timeWindow when it counts; always if absent
 */
public record Affinity(
    String sessionId, String lessonId, int score, Optional<TimeWindow> timeWindow) {}
