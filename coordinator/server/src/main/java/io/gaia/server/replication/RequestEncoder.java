package io.gaia.server.replication;

import io.gaia.core.Mentioned;
import io.gaia.core.Refusal;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.server.replication.wire.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes requests ready for the log, and refuses those that it cannot take.
 *
 * @param mostBytes of one request
 * @param heldBack why a command must not go into the log yet
 * @param view for the answer to a request that is refused
 */
record RequestEncoder(
    int mostBytes,
    Function<Command, Optional<UnavailableException>> heldBack,
    Supplier<View> view) {

  /** A request with its bytes. */
  record Encoded(Request request, byte[] bytes) {}

  /**
   * @param commands that are ready for an entry, in order
   * @param answers to all that was asked, in order
   */
  record Prepared(List<Round.Command> commands, List<CompletableFuture<Applied>> answers) {}

  Prepared prepare(List<Request> requests) {
    return prepared(requests, this::encoded);
  }

  /** As {@link #prepare}, of what was encoded before. */
  Prepared prepareEncoded(List<Encoded> requests) {
    return prepared(requests, this::taken);
  }

  private static <T> Prepared prepared(
      List<T> requests, BiFunction<T, CompletableFuture<Applied>, Optional<Round.Command>> making) {
    List<Round.Command> commands = new ArrayList<>();
    List<CompletableFuture<Applied>> answers = new ArrayList<>();
    for (T request : requests) {
      CompletableFuture<Applied> answer = new CompletableFuture<>();
      answers.add(answer);
      making.apply(request, answer).ifPresent(commands::add);
    }
    return new Prepared(commands, answers);
  }

  /**
   * Ready for an entry. A request that does not fit is answered with a refusal, one that is held
   * back fails; then empty.
   */
  Optional<Round.Command> encoded(Request request, CompletableFuture<Applied> answer) {
    try {
      return taken(new Encoded(request, LogCodecs.REQUEST.encode(request)), answer);
    } catch (RecordCodec.UnwritableField e) {
      refuse(answer, Refusal.invalid(e.field(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** As {@link #encoded}, of one that was encoded before. */
  Optional<Round.Command> taken(Encoded request, CompletableFuture<Applied> answer) {
    Optional<UnavailableException> notYet = heldBack.apply(request.request().command());
    if (notYet.isPresent()) {
      answer.completeExceptionally(notYet.get());
      return Optional.empty();
    }
    int size = request.bytes().length;
    if (size > mostBytes) {
      String detail = "A command takes at most %d bytes, not %d";
      refuse(answer, Refusal.of(Refusal.Code.TOO_LARGE, detail.formatted(mostBytes, size)));
      return Optional.empty();
    }
    return Optional.of(new Round.Command(request.request(), request.bytes(), answer));
  }

  private void refuse(CompletableFuture<Applied> answer, Refusal refusal) {
    answer.complete(
        new Applied(new Reply.Refused(refusal), Mentioned.NOTHING, view.get(), Applied.NOWHERE));
  }
}
