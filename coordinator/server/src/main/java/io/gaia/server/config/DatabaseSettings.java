package io.gaia.server.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;

/**
 * @param url JDBC URL with user and password; absent: the coordinator runs without a database
 * @param connectTimeout how long a caller waits for a connection
 * @param queryTimeout how long a statement may run
 * @param retryInterval pause between attempts to reach a database that is down; until one works,
 *     callers are refused at once
 * @param slowAfter a request's read that takes longer counts as slow
 * @param breakerPause how long requests are refused when too many reads fail or are slow
 */
public record DatabaseSettings(
    Optional<
            @Pattern(
                regexp = "jdbc:postgresql:.+",
                message = "takes a JDBC URL, such as jdbc:postgresql://host:5432/gaia?user=gaia")
            String>
        url,
    @Min(value = 1, message = "takes a whole number from 1 to 200")
        @Max(value = 200, message = "takes a whole number from 1 to 200")
        int poolSize,
    @NotNull Duration connectTimeout,
    @NotNull Duration queryTimeout,
    @NotNull Duration retryInterval,
    @NotNull Duration slowAfter,
    @NotNull Duration breakerPause) {}
