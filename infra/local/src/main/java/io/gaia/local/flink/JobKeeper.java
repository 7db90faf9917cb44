package io.gaia.local.flink;

import io.gaia.local.flink.FlinkClient.Job;
import io.gaia.local.flink.JobHistory.Run;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps jobs running on a session cluster that has no high availability: a JobManager that died
 * comes back without any job, so each one is submitted again, from its newest retained checkpoint.
 * What it read after that checkpoint is read again; the sinks are idempotent. The same happens at
 * the next start of the stack.
 */
public final class JobKeeper implements AutoCloseable {

  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /**
   * After so many failures in a row that Flink calls final, the job is started without its state: a
   * newer version may not be able to read it.
   */
  private static final int RESTORE_TRIES = 3;

  private final FlinkClient client;
  private final Path jar;
  private final List<JobSpec> jobs;
  private final RetainedCheckpoints checkpoints;
  private final JobHistory history;
  private final Progress progress;
  private final Map<String, Integer> failures = new HashMap<>();
  private final Thread watcher = new Thread(this::watch, "job-keeper");

  private final Set<String> told = new HashSet<>();

  private Optional<String> jarId = Optional.empty();
  private volatile Map<String, String> jobIds = Map.of();
  private volatile String trouble = "";
  private volatile boolean closed;

  public JobKeeper(FlinkCluster cluster, Path jar, List<JobSpec> jobs, Progress progress) {
    this.client = cluster.client();
    this.jar = jar;
    this.jobs = List.copyOf(jobs);
    this.checkpoints = new RetainedCheckpoints(cluster.checkpoints());
    this.history = new JobHistory(cluster.checkpoints().resolveSibling("jobs.json"));
    this.progress = progress;
    watcher.setDaemon(true);
  }

  /** Submits the jobs and watches them until {@link #close}. */
  public void start() {
    watcher.start();
  }

  /** The Flink job id that each of our names runs under now. */
  public Map<String, String> jobIds() {
    return jobIds;
  }

  /** True when every task of every job runs, on a TaskManager that lives. */
  public boolean allWork() throws IOException, InterruptedException {
    List<Job> seen = client.jobs();
    Map<String, String> ids = jobIds;
    return ids.size() == jobs.size()
        && client.slots() > 0
        && ids.values().stream()
            .allMatch(id -> seen.stream().anyMatch(job -> job.id().equals(id) && job.works()));
  }

  /**
   * Returns when every task of every job runs.
   *
   * @throws StackStartException when that takes longer
   */
  public void awaitAllWork(Duration timeout) throws InterruptedException {
    long started = System.nanoTime();
    while (System.nanoTime() - started < timeout.toNanos()) {
      try {
        if (allWork()) {
          return;
        }
      } catch (IOException e) {
        // the JobManager is away for a moment: asked again below
      }
      Thread.sleep(200);
    }
    throw new StackStartException(
        "the jobs do not run after %d s%s"
            .formatted(timeout.toSeconds(), trouble.isEmpty() ? "" : ": " + trouble));
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
  }

  private void watch() {
    Duration pause = CHECK_EVERY;
    while (!closed) {
      try {
        keepRunning();
        pause = CHECK_EVERY;
        trouble = "";
      } catch (IOException e) {
        tellTrouble(e);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Says it once: while the JobManager is down every check fails the same way. */
  private void tellTrouble(IOException e) {
    boolean noAnswer = e instanceof ConnectException || e instanceof HttpTimeoutException;
    String message = noAnswer ? "Flink does not answer" : String.valueOf(e.getMessage());
    if (!closed && !trouble.equals(message)) {
      trouble = message;
      progress.say("flink jobs: " + message);
    }
  }

  private void keepRunning() throws IOException, InterruptedException {
    List<Job> seen = client.jobs();
    for (JobSpec spec : jobs) {
      Optional<Job> now = current(spec, seen);
      if (now.filter(Job::works).isPresent()) {
        failures.remove(spec.name());
      }
      if (now.isPresent() && !now.get().state().equals("FAILED")) {
        tellWhenStopped(spec, now.get());
        continue;
      }
      if (now.isPresent()) {
        failures.merge(spec.name(), 1, Integer::sum);
        progress.say(
            "flink job %s failed: %s".formatted(spec.name(), client.failure(now.get().id())));
      }
      if (client.slots() == 0) {
        return;
      }
      submit(spec);
    }
  }

  /** A job that someone cancelled stays so. */
  private void tellWhenStopped(JobSpec spec, Job job) {
    if (job.isOver() && told.add(job.id())) {
      progress.say(
          "flink job %s is %s: it is not started again".formatted(spec.name(), job.state()));
    }
  }

  private Optional<Job> current(JobSpec spec, List<Job> seen) {
    String id = jobIds.get(spec.name());
    return seen.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  private void submit(JobSpec spec) throws IOException, InterruptedException {
    Optional<Path> checkpoint = newestState(spec);
    if (checkpoint.isPresent() && failures.getOrDefault(spec.name(), 0) >= RESTORE_TRIES) {
      progress.say(
          "flink job %s cannot go on from %s: it begins without its state"
              .formatted(spec.name(), checkpoint.get()));
      checkpoint = Optional.empty();
    }
    boolean again = jobIds.containsKey(spec.name());
    String id = client.run(uploadedJar(), spec, checkpoint);
    history.remember(spec.name(), new Run(id, checkpoint));
    Map<String, String> ids = new HashMap<>(jobIds);
    ids.put(spec.name(), id);
    jobIds = Map.copyOf(ids);
    if (again) {
      progress.say(
          "flink job %s submitted again, from %s"
              .formatted(spec.name(), checkpoint.map(Path::toString).orElse("its beginning")));
    }
  }

  private Optional<Path> newestState(JobSpec spec) throws IOException {
    Optional<Run> last = history.last(spec.name());
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> own = checkpoints.latest(last.get().jobId());
    return own.isPresent() ? own : last.get().restoredFrom().filter(Files::exists);
  }

  private String uploadedJar() throws IOException, InterruptedException {
    if (jarId.isEmpty() || !client.hasJar(jarId.get())) {
      jarId = Optional.of(client.uploadJar(jar));
    }
    return jarId.get();
  }
}
