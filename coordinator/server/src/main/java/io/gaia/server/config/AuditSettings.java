package io.gaia.server.config;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param retention how long it is kept who read or changed what of a student
 */
public record AuditSettings(@NotNull Duration retention) {}
