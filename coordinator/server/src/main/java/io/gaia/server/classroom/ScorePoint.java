package io.gaia.server.classroom;

import java.time.Instant;

/** One point of a student's trend; the score is 0 to 1. */
public record ScorePoint(Instant at, double score) {}
