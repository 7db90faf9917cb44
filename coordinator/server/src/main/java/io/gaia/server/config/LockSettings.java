package io.gaia.server.config;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param delay how long a failed owner's lock stays taken after the owner's lease ended
 */
public record LockSettings(@NotNull Duration delay) {}
