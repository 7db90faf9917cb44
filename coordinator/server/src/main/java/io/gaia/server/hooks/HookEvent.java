package io.gaia.server.hooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * What Claude Code says of an event; the members that matter here. Others come and go with its
 * versions and are passed over.
 *
 * @param sessionId Claude Code's own id of the session
 * @param hookEventName such as {@code PostToolUse}
 * @param cwd where it works
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HookEvent(
    Optional<String> sessionId, Optional<String> hookEventName, Optional<String> cwd) {}
