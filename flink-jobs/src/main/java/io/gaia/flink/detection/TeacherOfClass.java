package io.gaia.flink.detection;

/**
 * Who is in charge of a class.
 *
 * @param teacherId empty when nobody is known
 */
public record TeacherOfClass(String classroomId, String teacherId) {}
