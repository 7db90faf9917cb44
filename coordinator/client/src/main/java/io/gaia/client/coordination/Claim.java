package io.gaia.client.coordination;

/**
 * Who works on which task. The fence comes from one counter that only grows: once the task goes to
 * somebody else, everything said under the old fence is refused.
 */
public record Claim(String taskId, String sessionId, long fence) {}
