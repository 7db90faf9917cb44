package io.gaia.server.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a client asks for over its socket: a request as over HTTP, whose answer comes when it is
 * there.
 *
 * @param id the client's, to tell answers apart
 * @param path with its query, as in the address of an HTTP request
 */
public record Call(
    String id,
    String method,
    String path,
    Optional<String> idempotencyKey,
    Optional<JsonNode> body) {}
