package io.gaia.server.hooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.core.Refusal;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.SessionCommand.UnregisterSession;
import io.gaia.core.command.TaskCommand.ExtendClaim;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Task;
import io.gaia.core.model.Tier;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.CommandRoute;
import io.gaia.server.replication.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns what was heard into commands. Nothing is kept here: a session is found by its name, so any
 * node may hear the next event, and a restart loses none.
 */
final class HookSessions {
  /** Claude Code stands still meanwhile. What takes longer is still on its way to the log. */
  private static final long PATIENCE_MS = 2_000;

  private static final String NAME_PREFIX = "claude-code-";

  private final CommandRoute route;

  HookSessions(CommandRoute route) {
    this.route = route;
  }

  /** An event of Claude Code as a session of its own. */
  void heardOfOwn(
      Caller caller,
      String claudeSession,
      Optional<String> lessonId,
      Optional<String> workingDirectory,
      HookKind kind) {
    View view = newest();
    String name = NAME_PREFIX + claudeSession;
    Optional<Session> known = view.sessionNamed(name).filter(Session::lives);
    known.ifPresent(session -> requireOwn(caller, session));
    if (kind == HookKind.END) {
      known.ifPresent(session -> ask(new UnregisterSession(session.id())));
    } else if (known.isEmpty() || renew(view, known.get(), kind) instanceof Reply.Refused) {
      // the first that is heard of it, or the first after it was taken for dead
      register(name, caller, lessonId, workingDirectory);
    }
  }

  /** An event of Claude Code at work for a session that somebody else registers and ends. */
  void heard(Caller caller, String sessionId, HookKind kind) {
    View view = newest();
    Session session =
        view.session(sessionId)
            .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no session " + sessionId));
    requireOwn(caller, session);
    if (kind != HookKind.END && session.lives()) {
      renew(view, session, kind);
    }
  }

  private static void requireOwn(Caller caller, Session session) {
    if (!caller.is(Role.ADMIN) && !session.profile().userId().equals(caller.subject())) {
      throw ProblemCode.FORBIDDEN.because(
          "Session " + session.id() + " was registered by another caller");
    }
  }

  private Reply renew(View view, Session session, HookKind kind) {
    List<Task> held = kind == HookKind.PROGRESS ? view.claimsOf(session.id()) : List.of();
    for (Task task : held) {
      task.claim()
          .filter(claim -> isHalfOver(view, claim))
          .ifPresent(
              claim ->
                  submit(
                      new ExtendClaim(
                          task.id(), session.id(), claim.fence(), OptionalLong.empty())));
    }
    return ask(
        new Heartbeat(
            session.id(),
            OptionalLong.empty(),
            held.stream()
                .flatMap(task -> task.claim().stream().map(c -> worked(task, c)))
                .toList()));
  }

  /** Percent, note and checkpoint are the session's to say; this only says that it goes on. */
  private static ProgressReport worked(Task task, Claim claim) {
    return new ProgressReport(
        task.id(), claim.fence(), OptionalInt.empty(), Optional.empty(), Optional.empty());
  }

  private static boolean isHalfOver(View view, Claim claim) {
    return claim.expiresAtMs() - view.nowMs() < view.settings().claimMs() / 2;
  }

  private void register(
      String name, Caller caller, Optional<String> lessonId, Optional<String> workingDirectory) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("registered_by", "hooks");
    workingDirectory
        .filter(text -> text.length() <= 1_000 && text.chars().noneMatch(Character::isISOControl))
        .ifPresent(text -> metadata.put("cwd", text));
    Reply reply =
        ask(
            new RegisterSession(
                "s-" + UUID.randomUUID(),
                new SessionProfile(
                    name,
                    caller.subject(),
                    Tier.WORKER,
                    Provider.CLAUDE,
                    List.of(),
                    lessonId,
                    Optional.empty(),
                    1,
                    metadata.toString()),
                false));
    if (reply instanceof Reply.Refused refused
        && refused.refusal().code() != Refusal.Code.NAME_TAKEN) {
      throw Problem.invalidField(
              refused.refusal().field().orElse("request"), refused.refusal().detail())
          .exception();
    }
    // taken: two events came at once, and the other one was first
  }

  private View newest() {
    return route.isNewest() ? route.stale() : await(route.read());
  }

  private CompletableFuture<Applied> submit(Command command) {
    return route.submit(new Request(Optional.empty(), command));
  }

  private Reply ask(Command command) {
    return await(submit(command)).reply();
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ProblemCode.UNAVAILABLE.because("Not confirmed in time; the next event says it again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw ProblemCode.UNAVAILABLE.because(unavailable.getMessage());
      }
      throw new IllegalStateException("a command ended in an error", e.getCause());
    }
  }
}
