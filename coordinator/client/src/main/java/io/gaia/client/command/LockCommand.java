package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia lock}. */
@Command(name = "lock", description = "Locks that keep two sessions off the same thing.")
final class LockCommand extends CommandGroup {

  private static final Table TABLE =
      new Table("key", "session_id", "fence", "acquired_at", "expires_at", "waiting");

  @Command(name = "acquire", description = "Take a lock, or renew one that the session holds.")
  int acquire(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "KEY", description = "What is locked.") String key,
      @Option(names = "--session", required = true, paramLabel = "ID", description = "For whom.")
          String session,
      @Option(
              names = "--ttl",
              defaultValue = "60s",
              paramLabel = "TIME",
              description = "Held this long unless renewed (default ${DEFAULT-VALUE}).")
          Duration ttl,
      @Option(
              names = "--wait",
              defaultValue = "0",
              paramLabel = "SECONDS",
              description = "Wait for its turn, up to 25 s (default ${DEFAULT-VALUE}).")
          int waitSeconds) {
    ObjectNode body =
        EventCodec.mapper()
            .createObjectNode()
            .put("session_id", session)
            .put("ttl_seconds", ttl.toSeconds())
            .put("wait_seconds", waitSeconds);
    return coordinator.print(coordinator.connect("agent").put(path("locks", key), body));
  }

  @Command(name = "renew", description = "Hold a lock for longer.")
  int renew(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "KEY", description = "What is locked.") String key,
      @Option(names = "--session", required = true, paramLabel = "ID", description = "Its owner.")
          String session,
      @Option(
              names = "--fence",
              required = true,
              paramLabel = "N",
              description = "The fence that acquire gave.")
          long fence,
      @Option(
              names = "--ttl",
              paramLabel = "TIME",
              description = "From now (default: as it was acquired).")
          Optional<Duration> ttl) {
    ObjectNode body =
        EventCodec.mapper().createObjectNode().put("session_id", session).put("fence", fence);
    ttl.ifPresent(time -> body.put("ttl_seconds", time.toMillis() / 1000.0));
    return coordinator.print(
        coordinator.connect("agent").post(path("locks", key, "renew"), Optional.of(body)));
  }

  @Command(name = "release", description = "Give a lock back.")
  int release(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "KEY", description = "What is locked.") String key,
      @Option(names = "--session", required = true, paramLabel = "ID", description = "Its owner.")
          String session,
      @Option(
              names = "--fence",
              required = true,
              paramLabel = "N",
              description = "The fence that acquire gave.")
          long fence) {
    String query = with(path("locks", key), "session_id", Optional.of(session));
    return coordinator.print(
        coordinator.connect("agent").delete(with(query, "fence", Optional.of(fence))));
  }

  @Command(name = "list", description = "List held locks.")
  int list(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--session", paramLabel = "ID", description = "Only of this session.")
          Optional<String> session,
      @Mixin PageOptions page) {
    String query = with(path("locks"), "session_id", session);
    return coordinator.print(coordinator.connect("agent").get(page.of(query)), TABLE);
  }

  @Command(name = "show", description = "Show a lock.")
  int show(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "KEY", description = "What is locked.") String key) {
    return coordinator.print(coordinator.connect("agent").get(path("locks", key)));
  }
}
