package io.gaia.server.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How long this node keeps coordination's events for readers that come back.
 *
 * @param retention older ones go, unless Kafka has not had them yet
 * @param maxMegabytes beyond it the oldest go in any case
 */
public record EventLogLimits(
    @NotNull Duration retention,
    @Min(value = 1, message = "takes a whole number from 1 to 1048576")
        @Max(value = 1_048_576, message = "takes a whole number from 1 to 1048576")
        int maxMegabytes) {}
