package io.gaia.flink.snapshot;

/** A class in an app. */
public record ClassKey(String classroomId, String appName) {}
