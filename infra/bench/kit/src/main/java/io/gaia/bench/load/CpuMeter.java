package io.gaia.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How much processor time this process and the server's processes use within the window. */
public final class CpuMeter extends Thread {
  private final List<ProcessHandle> server;
  private final Window window;
  private volatile Duration generatorUsed = Duration.ZERO;
  private volatile Duration serverUsed = Duration.ZERO;

  public CpuMeter(List<Long> serverPids, Window window) {
    super("cpu-meter");
    setDaemon(true);
    this.server = serverPids.stream().map(ProcessHandle::of).flatMap(Optional::stream).toList();
    this.window = window;
  }

  @Override
  public void run() {
    new Pace(window.startNanos(), 0).await();
    Duration generatorBefore = used(ProcessHandle.current());
    Duration serverBefore = usedByServer();
    new Pace(window.endNanos(), 0).await();
    generatorUsed = used(ProcessHandle.current()).minus(generatorBefore);
    serverUsed = usedByServer().minus(serverBefore);
  }

  public double generatorCores() {
    return generatorUsed.toMillis() / (1000.0 * window.seconds());
  }

  public double serverCores() {
    return serverUsed.toMillis() / (1000.0 * window.seconds());
  }

  /** A server may be many processes, as PostgreSQL is. */
  private Duration usedByServer() {
    return server.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(CpuMeter::used)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
