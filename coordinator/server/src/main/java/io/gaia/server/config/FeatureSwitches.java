package io.gaia.server.config;

/**
 * Parts of the classroom half that can be off. Off, their routes answer 503 feature-disabled and
 * nothing is deleted.
 *
 * @param usabilityMetrics the collector
 * @param frustrationDetection alerts
 * @param teacherDashboard the page and the classroom routes
 */
public record FeatureSwitches(
    boolean usabilityMetrics, boolean frustrationDetection, boolean teacherDashboard) {}
