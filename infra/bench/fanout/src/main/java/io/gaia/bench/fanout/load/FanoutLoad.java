package io.gaia.bench.fanout.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.bench.load.CpuMeter;
import io.gaia.bench.load.Pace;
import io.gaia.bench.load.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The process: reads a {@link LoadRequest} from its input, prints a {@link LoadResult}. */
public final class FanoutLoad {
  private static final int OPENING_THREADS = 8;
  private static final int MOST_ON_THE_WAY = 100;
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final byte[] SUBSCRIBE =
      ("{\"type\":\"subscribe\",\"channel\":\"classroom:" + Message.CLASSROOM + "\"}")
          .getBytes(StandardCharsets.UTF_8);

  private final LoadRequest request;
  private final Target target;
  private final Arrivals arrivals = new Arrivals();
  private final Readers readers = new Readers(arrivals);

  private FanoutLoad(LoadRequest request) throws IOException {
    this.request = request;
    this.target = request.target();
  }

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    LoadRequest request = json.readValue(System.in, LoadRequest.class);
    System.out.println(json.writeValueAsString(new FanoutLoad(request).run()));
    // the readers' sockets are still open
    System.exit(0);
  }

  private LoadResult run() throws Exception {
    readers.start();
    ServerMemory before = ServerMemory.of(target.pid());
    long began = System.nanoTime();
    openAll();
    double openSeconds = (System.nanoTime() - began) / 1e9;
    ServerMemory after = ServerMemory.of(target.pid());

    long now = System.nanoTime();
    Window window = Window.after(now, request.warmUpSeconds(), request.seconds());
    arrivals.countWithin(window);
    CpuMeter cpu = new CpuMeter(List.of(target.pid()), window);
    cpu.start();
    int sent;
    try (Sender sender = Sender.to(target)) {
      sent = request.perSecond() > 0 ? sendAtPace(sender, now, window) : flood(sender, window);
    }
    long expected = (long) sent * request.readers();
    await(LATE_NANOS, () -> arrivals.count() >= expected);
    cpu.join();
    return new LoadResult(
        openSeconds,
        before,
        after,
        sent,
        arrivals.perSecond(),
        expected - arrivals.count(),
        arrivals.micros(50),
        arrivals.micros(99),
        arrivals.maxMicros(),
        cpu.generatorCores(),
        cpu.serverCores());
  }

  private void openAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(OPENING_THREADS);
    List<Callable<Void>> openings = new ArrayList<>();
    for (int i = 0; i < request.readers(); i++) {
      List<String> tokens = target.tokens();
      String token = tokens.isEmpty() ? "" : tokens.get(i % tokens.size());
      openings.add(
          () -> {
            Handshake.Opened opened = Handshake.open(target.port(), target.path(), token);
            Handshake.writeAll(opened.channel(), ClientFrames.text(SUBSCRIBE));
            readers.add(opened);
            return null;
          });
    }
    for (Future<Void> opening : threads.invokeAll(openings)) {
      opening.get();
    }
    threads.shutdown();
    if (!await(PATIENCE_NANOS, () -> readers.subscribed() == request.readers())) {
      throw new IOException(
          "only %d of %d readers were subscribed"
              .formatted(readers.subscribed(), request.readers()));
    }
  }

  /** Late messages are sent at once, and count from when they were due. */
  private int sendAtPace(Sender sender, long firstNanos, Window window) throws IOException {
    Pace pace = new Pace(firstNanos, Math.round(TimeUnit.SECONDS.toNanos(1) / request.perSecond()));
    int sent = 0;
    for (long due = pace.await(); !window.isOver(due); due = pace.await()) {
      arrivals.sent(sent, due);
      sender.send(sent);
      sent++;
    }
    return sent;
  }

  /** As fast as they arrive: only so many are on the way that no reader counts as slow. */
  private int flood(Sender sender, Window window) throws IOException {
    int sent = 0;
    for (long now = System.nanoTime(); !window.isOver(now); now = System.nanoTime()) {
      if (sent - arrivals.count() / request.readers() < MOST_ON_THE_WAY) {
        arrivals.sent(sent, now);
        sender.send(sent);
        sent++;
      } else {
        readers.requireWell();
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    return sent;
  }

  private boolean await(long patienceNanos, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      readers.requireWell();
      if (System.nanoTime() - began > patienceNanos) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
