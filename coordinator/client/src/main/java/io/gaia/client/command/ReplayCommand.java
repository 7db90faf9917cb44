package io.gaia.client.command;

import io.gaia.client.kafka.KafkaEventSink;
import io.gaia.client.replay.BadRow;
import io.gaia.client.replay.LogFormat;
import io.gaia.client.replay.Pace;
import io.gaia.client.replay.Playback;
import io.gaia.client.replay.Recording;
import io.gaia.client.replay.ReplayPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaia replay}. */
@Command(
    name = "replay",
    description = {
      "Play a log of real students as live events.",
      "Event times keep their distances and are shifted so that the log ends now; waiting is"
          + " divided by the speed, and pauses over 30 minutes are skipped. Rows that are no event"
          + " are named by file and line and left out."
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int BAD_ROWS_SHOWN = 10;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The log.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "progsnap2, exam-tsv, xapi or metrics (default: told by how the file begins).")
  private Optional<String> format = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "N",
      description =
          "Seconds of log a second, or max for no waiting (default: so that it lasts about 8"
              + " minutes).")
  private Optional<String> speed = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First event: a time in the log (RFC 3339), or from its start (1h30m).")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Stop before: a time in the log (RFC 3339), or from its start (2h).")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--school",
      paramLabel = "NAME",
      description = "Prefix of student and class ids (default: the folder's or file's name).")
  private Optional<String> school = Optional.empty();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Part of every event id; the same log with the same run id gives the same events"
              + " (default: new).")
  private Optional<String> runId = Optional.empty();

  @Option(names = "--plan", description = "Say what the replay would be, and send nothing.")
  private boolean planOnly;

  @Option(names = "--json", description = "Print the plan or the summary as JSON.")
  private boolean json;

  @Mixin private KafkaOptions kafka;

  @Override
  public Integer call() throws IOException {
    Recording recording = read();
    reportBadRows(recording);
    ReplayPlan plan = ReplayPlan.of(recording);
    double playedSpeed = speed.isPresent() ? speed(speed.get()) : plan.speed();
    if (planOnly) {
      printPlan(recording, plan);
      return ExitCode.DONE.number();
    }
    String run = runId.orElseGet(() -> newRunId(recording.school()));
    if (!Playback.RUN_ID.matcher(run).matches()) {
      throw usage("--run-id takes up to 60 letters, digits, dots, lines, not '" + run + "'");
    }
    return play(recording, new Playback(recording, playedSpeed, run), run, playedSpeed);
  }

  private Recording read() throws IOException {
    Optional<LogFormat> shape = Optional.empty();
    if (format.isPresent()) {
      shape = LogFormat.byWireName(format.get());
      if (shape.isEmpty()) {
        throw usage("--format takes " + LogFormat.wireNames() + ", not '" + format.get() + "'");
      }
    }
    Recording recording = Recording.read(file, shape, school);
    if (from.isEmpty() && until.isEmpty()) {
      return recording;
    }
    Instant first = from.isPresent() ? time("--from", from.get(), recording) : Instant.MIN;
    Instant end = until.isPresent() ? time("--until", until.get(), recording) : Instant.MAX;
    return recording.between(first, end);
  }

  private int play(Recording recording, Playback playback, String run, double playedSpeed) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "gaia: %,d events of %s at speed %s, about %s, run %s%n",
        recording.events().size(),
        recording.school(),
        speedText(playedSpeed),
        DurationText.format(playback.duration()),
        run);
    Instant started = Instant.now();
    int sent = 0;
    try (StopSignal stop = StopSignal.listen()) {
      KafkaEventSink sink = kafka.connect(spec);
      try (sink;
          ProgressView progress =
              new ProgressView(
                  "replay",
                  recording.events().size(),
                  System.err,
                  () -> KafkaOptions.waitingNote(sink),
                  json)) {
        sent = playback.play(stop, sink, progress::at);
      } catch (InterruptException e) {
        sent = (int) (sink.acknowledged() + sink.waiting());
      }
      printSummary(recording, run, sink, Duration.between(started, Instant.now()));
      return stop.isStopped() || sent < recording.events().size()
          ? ExitCode.INTERRUPTED.number()
          : ExitCode.DONE.number();
    }
  }

  private void reportBadRows(Recording recording) {
    PrintWriter err = spec.commandLine().getErr();
    recording.badRows().stream().limit(BAD_ROWS_SHOWN).map(BadRow::toString).forEach(err::println);
    if (recording.badCount() > BAD_ROWS_SHOWN) {
      err.println("... and " + (recording.badCount() - BAD_ROWS_SHOWN) + " more bad rows");
    }
    recording
        .skipped()
        .forEach((type, count) -> err.println("skipped " + count + " rows of type " + type));
  }

  private void printPlan(Recording recording, ReplayPlan plan) {
    if (json) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("school", plan.school());
      printed.put("format", plan.format().wireName());
      printed.put("events", plan.events());
      printed.put("bad_rows", recording.badCount());
      printed.put("students", plan.students());
      printed.put("classrooms", plan.classrooms());
      printed.put("classroom_id", plan.classroomId());
      printed.put("speed", plan.speed());
      printed.put("duration_seconds", plan.duration().toMillis() / 1000.0);
      Output.printJson(spec, printed);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s (%s): %,d events of %,d students in %d classes, %s to %s%n"
                + "at speed %.0f it lasts %s; trouble comes first in %s%n",
            plan.school(),
            plan.format().wireName(),
            plan.events(),
            plan.students(),
            plan.classrooms().size(),
            recording.start(),
            recording.end(),
            plan.speed(),
            DurationText.format(plan.duration()),
            plan.classroomId().orElse("no class: the log names none"));
  }

  private void printSummary(Recording recording, String run, KafkaEventSink sink, Duration took) {
    if (json) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("run_id", run);
      printed.put("events", recording.events().size());
      printed.put("acknowledged", sink.acknowledged());
      printed.put("not_acknowledged", sink.waiting());
      printed.put("bad_rows", recording.badCount());
      printed.put("took_seconds", took.toMillis() / 1000.0);
      Output.printJson(spec, printed);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d of %,d events are in Kafka%s, %d bad rows left out, %s, run %s%n",
            sink.acknowledged(),
            recording.events().size(),
            sink.waiting() > 0 ? ", " + sink.waiting() + " were on their way" : "",
            recording.badCount(),
            DurationText.format(took),
            run);
  }

  private double speed(String text) {
    if (text.equals("max")) {
      return Pace.MAX_SPEED;
    }
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw usage("--speed takes a number above 0, or max, not '" + text + "'");
  }

  private Instant time(String option, String text, Recording recording) {
    try {
      return text.contains("T") || text.contains("t")
          ? Instant.parse(text)
          : recording.start().plus(DurationText.parse(text));
    } catch (java.time.format.DateTimeParseException
        | picocli.CommandLine.TypeConversionException e) {
      throw usage(
          option + " takes a time such as 2016-02-05T19:46:00Z, or 1h30m from the log's start");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String newRunId(String school) {
    String cut = school.length() > 40 ? school.substring(0, 40) : school;
    return cut + "-" + Long.toString(System.currentTimeMillis(), 36);
  }

  private static String speedText(double speed) {
    return Double.isInfinite(speed) ? "max" : String.format(Locale.ROOT, "%.4g", speed);
  }
}
