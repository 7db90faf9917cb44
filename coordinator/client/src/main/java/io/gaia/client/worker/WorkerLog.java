package io.gaia.client.worker;

import io.gaia.client.coordination.Task;

/** What a worker tells those who watch it. Called by several threads. */
public interface WorkerLog {

  /** Something about the worker itself, such as {@code registered}. */
  void worker(String event, String detail);

  /** Something about a task, such as {@code completed}. */
  void task(Task task, String event, String detail);

  /** A line that the command wrote to standard error. */
  void commandError(Task task, String line);
}
