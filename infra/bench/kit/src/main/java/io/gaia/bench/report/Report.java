package io.gaia.bench.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param command as it was typed
 * @param machine what it ran on, by name
 * @param subjects version and settings of who was measured, by name
 */
public record Report(
    Instant at,
    String command,
    Map<String, String> machine,
    Map<String, String> subjects,
    List<Section> sections) {}
