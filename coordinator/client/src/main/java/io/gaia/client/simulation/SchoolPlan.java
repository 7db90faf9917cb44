package io.gaia.client.simulation;

import java.time.Instant;

/**
 * A simulated school; equal plans give equal events.
 *
 * @param runId part of every event id
 * @param classrooms how many, at least 1: {@code sim-c1} and on
 * @param studentsPerClassroom at least 1
 * @param start when the first students begin
 * @param liveFrom not before {@code start}; in the minute after it some students of each class get
 *     stuck, each in another way
 */
public record SchoolPlan(
    long seed,
    String runId,
    int classrooms,
    int studentsPerClassroom,
    Instant start,
    Instant liveFrom) {

  public SchoolPlan {
    if (classrooms < 1 || studentsPerClassroom < 1) {
      throw new IllegalArgumentException("a school takes at least one class and one student");
    }
    if (liveFrom.isBefore(start)) {
      throw new IllegalArgumentException("liveFrom is not before start");
    }
  }
}
