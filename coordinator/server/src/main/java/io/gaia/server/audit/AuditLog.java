package io.gaia.server.audit;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import io.gaia.server.audit.AuditEntry.Action;
import io.gaia.server.auth.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down who did what, and writes it on a thread of its own, so that nobody waits for it. While
 * PostgreSQL is down entries wait; the oldest are lost when too many do, and counted. Without a
 * database they go into the service's log. A page that reads the same again and again is taken down
 * once in a while. Thread-safe.
 */
public final class AuditLog implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int MAX_WAITING = 50_000;
  private static final int ROWS_AT_ONCE = 500;
  private static final long IDLE_MS = 1_000;
  private static final long RETRY_MS = 2_000;
  private static final Duration PRUNE_INTERVAL = Duration.ofHours(1);

  /** The same read within this time is the same read. */
  static final Duration SAME_WITHIN = Duration.ofMinutes(10);

  private static final int MAX_REMEMBERED = 50_000;

  private record Reading(String subject, String route, String classroomId) {}

  private final Optional<AuditTable> table;
  private final Duration retention;
  private final InstantSource time;
  private final Counter lost;
  private final BlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Cache<Reading, Set<String>> lately =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(SAME_WITHIN).build();
  private final Thread thread = new Thread(this::run, "audit-log");
  private Instant prunedAt = Instant.MIN;

  AuditLog(
      Optional<AuditTable> table, Duration retention, MetricRegistry metrics, InstantSource time) {
    this.table = table;
    this.retention = retention;
    this.time = time;
    lost = metrics.counter("audit.lost");
    metrics.gauge("audit.waiting", () -> (Gauge<Integer>) waiting::size);
    thread.setDaemon(true);
  }

  /**
   * @param address of the network
   */
  public void take(
      Caller caller,
      Action action,
      String route,
      String classroomId,
      Set<String> studentIds,
      String address) {
    if (action == Action.READ && wasReadLately(caller, route, classroomId, studentIds)) {
      return;
    }
    take(
        AuditEntry.of(
            time.instant(),
            caller,
            action,
            route,
            classroomId,
            studentIds,
            address,
            Optional.empty()));
  }

  /** A change with its details. */
  void takeChange(
      Caller caller,
      String route,
      String classroomId,
      Set<String> studentIds,
      String address,
      JsonNode details) {
    take(
        AuditEntry.of(
            time.instant(),
            caller,
            Action.CHANGE,
            route,
            classroomId,
            studentIds,
            address,
            Optional.of(details)));
  }

  private void take(AuditEntry entry) {
    if (table.isEmpty()) {
      LOG.info("{}", entry);
      return;
    }
    while (!waiting.offer(entry)) {
      if (waiting.poll() != null) {
        lost.inc();
      }
    }
  }

  /** The same students, or some of them. */
  private boolean wasReadLately(
      Caller caller, String route, String classroomId, Set<String> studentIds) {
    Reading reading = new Reading(caller.subject(), route, classroomId);
    Set<String> known = lately.getIfPresent(reading);
    if (known != null && known.containsAll(studentIds)) {
      return true;
    }
    Set<String> all = new TreeSet<>(studentIds);
    if (known != null) {
      all.addAll(known);
    }
    lately.put(reading, Set.copyOf(all));
    return false;
  }

  private void run() {
    List<AuditEntry> entries = new ArrayList<>();
    try {
      while (true) {
        if (entries.isEmpty()) {
          Optional.ofNullable(waiting.poll(IDLE_MS, TimeUnit.MILLISECONDS)).ifPresent(entries::add);
          waiting.drainTo(entries, ROWS_AT_ONCE - entries.size());
        }
        if (write(entries)) {
          entries.clear();
        } else {
          Thread.sleep(RETRY_MS);
        }
      }
    } catch (InterruptedException e) {
      waiting.drainTo(entries);
      if (!write(entries)) {
        lost.inc(entries.size());
        LOG.error("PostgreSQL is away: {} entries of the audit log are lost", entries.size());
      }
    }
  }

  private boolean write(List<AuditEntry> entries) {
    try {
      if (!entries.isEmpty()) {
        table.orElseThrow().add(entries);
      }
      Instant now = time.instant();
      if (prunedAt.plus(PRUNE_INTERVAL).isBefore(now)) {
        table.orElseThrow().prune(retention);
        prunedAt = now;
      }
      return true;
    } catch (RuntimeException e) {
      LOG.debug("{} entries of the audit log wait for PostgreSQL", entries.size(), e);
      return false;
    }
  }

  @Override
  public void start() {
    if (table.isPresent()) {
      thread.start();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5).toMillis());
  }
}
