package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.server.coordination.CommandDesk.Done;
import java.util.Optional;

/**
 * A claim as a client sent it. Under a request id the answer is one for good, "nothing" too: a copy
 * that was under way all the time must not take tasks after its client was told that there are
 * none. While the client waits, nothing is settled yet.
 *
 * @param waitMs how long the client waits for the first task; 0: not at all
 */
record ClaimRequest(Optional<String> requestId, ClaimTasks command, long waitMs) {

  /**
   * Without a request id each try is a request of its own, and done when it is answered.
   *
   * @param formatVersion of the log: before {@link RaiseFormat#EMPTY_CLAIMS_KEPT} nothing is kept
   *     of such an answer, and some nodes could not read that the client waits
   */
  ClaimTasks whileItWaits(int formatVersion) {
    boolean isSettledLater =
        waitMs > 0 && requestId.isPresent() && formatVersion >= RaiseFormat.EMPTY_CLAIMS_KEPT;
    return isSettledLater ? command.whoWaits() : command;
  }

  /** What it found settles it; empty when there is nothing that could be repeated. */
  Optional<ClaimTasks> whenTimeIsOver() {
    return requestId.map(id -> command);
  }

  /** It found nothing, and was not told so for good. */
  boolean waitsOn(Done<Reply.Claimed> done) {
    boolean isSettled = requestId.filter(done.view()::isAnswerKept).isPresent();
    return waitMs > 0 && done.reply().tasks().isEmpty() && !isSettled;
  }
}
