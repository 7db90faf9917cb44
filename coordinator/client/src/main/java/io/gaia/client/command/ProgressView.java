package io.gaia.client.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long command is: a bar on a terminal, else a line now and then. */
final class ProgressView implements AutoCloseable {

  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

  private final String task;
  private final long total;
  private final PrintStream out;
  private final Supplier<String> note;
  private final ProgressBar bar;
  private long nextLineAt = System.nanoTime() + LINE_INTERVAL.toNanos();

  /**
   * @param total number of steps
   * @param note a word on what is special now, or empty
   * @param bare no bar and no lines
   */
  ProgressView(String task, long total, PrintStream out, Supplier<String> note, boolean bare) {
    this.task = task;
    this.total = total;
    this.out = out;
    this.note = note;
    boolean terminal = System.console() != null && System.getenv("CI") == null;
    if (bare) {
      nextLineAt = Long.MAX_VALUE;
    }
    this.bar = terminal && !bare ? bar(task, total, out) : null;
  }

  void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(note.get());
    } else if (System.nanoTime() - nextLineAt >= 0) {
      nextLineAt = System.nanoTime() + LINE_INTERVAL.toNanos();
      out.printf(
          Locale.ROOT,
          "%s: %,d of %,d events (%d%%) %s%n",
          task,
          done,
          total,
          100 * done / Math.max(1, total),
          note.get());
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar bar(String task, long total, PrintStream out) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setUnit(" events", 1)
        .setConsumer(new ConsoleProgressBarConsumer(out))
        .build();
  }
}
