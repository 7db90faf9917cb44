package io.gaia.client.command;

import io.gaia.client.kafka.KafkaEventSink;
import io.gaia.client.replay.EventSink;
import io.gaia.client.replay.Pace;
import io.gaia.client.replay.Pacer;
import io.gaia.client.replay.Playback;
import io.gaia.client.simulation.LivePace;
import io.gaia.client.simulation.SchoolPlan;
import io.gaia.client.simulation.SimulatedSchool;
import io.gaia.client.simulation.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
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
import picocli.CommandLine.Spec;

/** {@code gaia simulate}. */
@Command(
    name = "simulate",
    description = {
      "Play a simulated school: typing and quiz apps, students who are calm, stuck or bored.",
      "How often they fail, ask and pause is fitted to real logs. Classes are sim-c1 and on. The"
          + " history goes first, as fast as possible, so that there is something to see at once."
    })
public final class SimulateCommand implements Callable<Integer> {

  private static final Duration WORD_INTERVAL = Duration.ofMinutes(1);

  /** Looking for the truth asks every student, so it is not done with each event. */
  private static final int EVENTS_PER_TRUTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--classrooms",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many classes (default ${DEFAULT-VALUE}).")
  private int classrooms;

  @Option(
      names = "--students",
      defaultValue = "27",
      paramLabel = "N",
      description = "Students in each class (default ${DEFAULT-VALUE}).")
  private int students;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The same seed is the same school (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--history",
      defaultValue = "10m",
      paramLabel = "TIME",
      description = "Play this much of the past first, without waiting (default ${DEFAULT-VALUE}).")
  private Duration history;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Simulated seconds a second, or max; over 1 it takes --duration (default 1).")
  private String speed;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "End after this much simulated time beyond the history (default: never).")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Write who was in trouble, when and why, as JSON lines.")
  private Optional<Path> truth = Optional.empty();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Part of every event id (default: new).")
  private Optional<String> runId = Optional.empty();

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Mixin private KafkaOptions kafka;

  @Override
  public Integer call() throws IOException {
    requireAtLeastOne("--classrooms", classrooms);
    requireAtLeastOne("--students", students);
    double playedSpeed = speed();
    try (StopSignal stop = StopSignal.listen();
        TruthFile truthFile = TruthFile.open(truth)) {
      KafkaEventSink sink = kafka.connect(spec);
      try (sink) {
        play(stop, sink, truthFile, playedSpeed);
      } catch (InterruptException e) {
        // Ctrl-C while Kafka was down; the summary says what is missing
      }
      printSummary(sink);
      return stop.isStopped() ? ExitCode.INTERRUPTED.number() : ExitCode.DONE.number();
    }
  }

  private void play(Pacer pacer, EventSink sink, TruthFile truthFile, double playedSpeed)
      throws IOException {
    Instant start = pacer.now().truncatedTo(ChronoUnit.MILLIS);
    LivePace pace = pace(start, playedSpeed);
    String run =
        runId.orElseGet(() -> "sim-" + seed + "-" + Long.toString(start.toEpochMilli(), 36));
    if (!Playback.RUN_ID.matcher(run).matches()) {
      throw usage("--run-id takes up to 60 letters, digits, dots, lines, not '" + run + "'");
    }
    SimulatedSchool school =
        new SimulatedSchool(
            new SchoolPlan(
                seed, run, classrooms, students, pace.liveFrom().minus(history), pace.liveFrom()));
    Instant end = duration.map(pace.liveFrom()::plus).orElse(Instant.MAX);
    PrintWriter err = spec.commandLine().getErr();
    err.printf("gaia: %d classes of %d, seed %d, run %s%n", classrooms, students, seed, run);
    Instant nextWord = start;
    int sent = 0;
    while (school.nextTime().isBefore(end) && pacer.waitUntil(pace.sendAt(school.nextTime()))) {
      sink.send(school.next());
      sent++;
      if (sent % EVENTS_PER_TRUTH == 0) {
        truthFile.write(school.takeEndedTroubles());
      }
      if (!pacer.now().isBefore(nextWord) && !school.nextTime().isBefore(pace.liveFrom())) {
        nextWord = pacer.now().plus(WORD_INTERVAL);
        long stuck = school.ongoingTroubles().stream().filter(Trouble::stuck).count();
        err.printf("gaia: live, %d students are stuck now%n", stuck);
      }
    }
    truthFile.write(school.takeEndedTroubles());
    truthFile.write(school.ongoingTroubles());
    sink.flush();
  }

  private LivePace pace(Instant start, double playedSpeed) {
    if (playedSpeed > 1 && duration.isEmpty()) {
      throw usage("--speed over 1 takes a --duration: without an end it would run into the future");
    }
    return LivePace.startingAt(start, playedSpeed, duration);
  }

  private double speed() {
    if (speed.equals("max")) {
      return Pace.MAX_SPEED;
    }
    try {
      double number = Double.parseDouble(speed);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw usage("--speed takes a number above 0, or max, not '" + speed + "'");
  }

  private void requireAtLeastOne(String option, int number) {
    if (number < 1) {
      throw usage(option + " takes a whole number from 1, not " + number);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void printSummary(KafkaEventSink sink) {
    if (json) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("acknowledged", sink.acknowledged());
      printed.put("not_acknowledged", sink.waiting());
      Output.printJson(spec, printed);
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%,d events are in Kafka%s%n",
              sink.acknowledged(),
              sink.waiting() > 0 ? ", " + sink.waiting() + " were on their way" : "");
    }
  }

  /** Where the truth goes, if anywhere. */
  private static final class TruthFile implements AutoCloseable {
    private final Optional<PrintWriter> lines;

    private TruthFile(Optional<PrintWriter> lines) {
      this.lines = lines;
    }

    static TruthFile open(Optional<Path> file) throws IOException {
      return new TruthFile(
          file.isPresent() ? Optional.of(Output.writer(file.get())) : Optional.empty());
    }

    void write(List<Trouble> troubles) throws IOException {
      if (lines.isEmpty() || troubles.isEmpty()) {
        return;
      }
      troubles.forEach(trouble -> lines.get().println(Output.json(trouble)));
      if (lines.get().checkError()) {
        throw new IOException("--truth: the file cannot be written");
      }
    }

    @Override
    public void close() {
      lines.ifPresent(PrintWriter::close);
    }
  }
}
