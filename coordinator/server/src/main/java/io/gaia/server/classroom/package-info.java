/**
 * What teachers see and do: views of classes, students and alerts, kept in memory from the topics,
 * and the routes over them. The views are pure: records and time go in, values come out.
 */
package io.gaia.server.classroom;
