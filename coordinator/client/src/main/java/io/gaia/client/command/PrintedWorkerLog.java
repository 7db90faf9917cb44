package io.gaia.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.coordination.Task;
import io.gaia.client.worker.WorkerLog;
import io.gaia.schemas.json.EventCodec;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine;

/** A worker's log: lines for people on standard error, or JSON lines on standard output. */
final class PrintedWorkerLog implements WorkerLog {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean quiet;

  /**
   * @param quiet what commands say is left out
   */
  PrintedWorkerLog(CommandLine line, boolean json, boolean quiet) {
    this.out = line.getOut();
    this.err = line.getErr();
    this.json = json;
    this.quiet = quiet;
  }

  @Override
  public void worker(String event, String detail) {
    if (json) {
      printJson(line(event, detail));
    } else {
      print("worker " + event, detail);
    }
  }

  @Override
  public void task(Task task, String event, String detail) {
    if (json) {
      printJson(
          line(event, detail)
              .put("task_id", task.id())
              .put("task_type", task.taskType())
              .put("fence", task.claim().fence()));
    } else {
      print(task.id() + " (" + task.taskType() + ") " + event, detail);
    }
  }

  @Override
  public synchronized void commandError(Task task, String line) {
    if (!quiet) {
      err.println(task.id() + " | " + line);
      err.flush();
    }
  }

  private static ObjectNode line(String event, String detail) {
    ObjectNode line =
        EventCodec.mapper()
            .createObjectNode()
            .put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
            .put("event", event);
    return detail.isEmpty() ? line : line.put("detail", detail);
  }

  private synchronized void printJson(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  private synchronized void print(String event, String detail) {
    LocalTime now = LocalTime.now().truncatedTo(ChronoUnit.SECONDS);
    err.println(now + " " + event + (detail.isEmpty() ? "" : ": " + detail));
    err.flush();
  }
}
