package io.gaia.server.replication;

import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.SessionCommand.Heartbeat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A command or a read on its way to whoever leads. */
sealed interface Errand {

  /** Asked again it does no harm: a command, if the first try was applied, is not applied twice. */
  boolean mayBeRepeated();

  /** In {@link System#nanoTime}: from then on nobody waits for the answer. */
  long giveUpAtNanos();

  void fail(UnavailableException reason);

  /**
   * @param bytes the request encoded; only of one that may be repeated
   */
  record Change(
      Request request, byte[] bytes, CompletableFuture<Applied> future, long giveUpAtNanos)
      implements Errand {

    /** The same under a request id, with which it can be sent to another node. */
    Change identified() {
      if (mayBeRepeated()) {
        return this;
      }
      Request identified = Request.of("node/" + UUID.randomUUID(), request.command());
      return new Change(identified, LogCodecs.REQUEST.encode(identified), future, giveUpAtNanos);
    }

    // heartbeats have no request ids, because a second one only says the same again
    @Override
    public boolean mayBeRepeated() {
      return request.requestId().isPresent() || request.command() instanceof Heartbeat;
    }

    @Override
    public void fail(UnavailableException reason) {
      future.completeExceptionally(reason);
    }
  }

  /** Wants the state as new as anything that was acknowledged before it was asked for. */
  record Read(CompletableFuture<View> future, long giveUpAtNanos) implements Errand {
    @Override
    public boolean mayBeRepeated() {
      return true;
    }

    @Override
    public void fail(UnavailableException reason) {
      future.completeExceptionally(reason);
    }
  }

  /** Bytes that it takes up in a message. */
  default int size() {
    return this instanceof Change change ? change.bytes().length : 0;
  }

  /** The command, if it is one. */
  default Optional<Change> change() {
    return this instanceof Change change ? Optional.of(change) : Optional.empty();
  }
}
