package io.gaia.server.replication;

import io.gaia.core.Mentioned;
import io.gaia.core.Refusal;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.server.replication.wire.RecordCodec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  /**
   * Ready for an entry. A request that does not fit is answered with a refusal, one that is held
   * back fails; then empty.
   */
  Optional<Round.Command> encoded(Request request, CompletableFuture<Applied> answer) {
    Optional<UnavailableException> notYet = heldBack.apply(request.command());
    if (notYet.isPresent()) {
      answer.completeExceptionally(notYet.get());
      return Optional.empty();
    }
    try {
      byte[] bytes = LogCodecs.REQUEST.encode(request);
      if (bytes.length <= mostBytes) {
        return Optional.of(new Round.Command(request, bytes, answer));
      }
      String detail = "A command takes at most %d bytes, not %d";
      refuse(answer, Refusal.of(Refusal.Code.TOO_LARGE, detail.formatted(mostBytes, bytes.length)));
    } catch (RecordCodec.UnwritableField e) {
      refuse(answer, Refusal.invalid(e.field(), e.getMessage()));
    }
    return Optional.empty();
  }

  private void refuse(CompletableFuture<Applied> answer, Refusal refusal) {
    answer.complete(
        new Applied(new Reply.Refused(refusal), Mentioned.NOTHING, view.get(), Applied.NOWHERE));
  }
}
