package io.gaia.server.config;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param bodyTimeout a request's body has to arrive in that time
 */
public record HttpSettings(@NotNull Duration bodyTimeout) {}
