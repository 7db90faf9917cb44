package io.gaia.core;

import io.gaia.core.model.Task;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some tasks, oldest first.
 *
 * @param next where the next page begins; absent on the last
 */
public record TaskPage(List<Task> tasks, OptionalLong next) {}
