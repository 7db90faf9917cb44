package io.gaia.server.config;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * @param signingKeyFile key of locally signed tokens (HS256); made when it is missing
 * @param jwksUrl public keys of another issuer of tokens (RS256, ES256); present, it replaces the
 *     local key
 */
public record AuthSettings(@NotNull Path signingKeyFile, Optional<URI> jwksUrl) {}
