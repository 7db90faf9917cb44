package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClaimRequestTest {
  private static final ClaimTasks CLAIM =
      new ClaimTasks("ada", OptionalLong.empty(), 1, Optional.empty());

  @Test
  void thatAClientWaitsIsSaidOnlyWhereEveryNodeCanReadIt() {
    ClaimRequest waits = new ClaimRequest(Optional.of("key"), CLAIM, 1);
    assertThat(waits.whileItWaits(RaiseFormat.FIRST)).isEqualTo(CLAIM);
    assertThat(waits.whileItWaits(RaiseFormat.EMPTY_CLAIMS_KEPT)).isEqualTo(CLAIM.whoWaits());
    assertThat(waits.whenTimeIsOver()).contains(CLAIM);
  }

  @Test
  void whoDoesNotWaitOrHasNoKeyIsAnsweredByEachTry() {
    ClaimRequest atOnce = new ClaimRequest(Optional.of("key"), CLAIM, 0);
    ClaimRequest nameless = new ClaimRequest(Optional.empty(), CLAIM, 1);
    assertThat(atOnce.whileItWaits(RaiseFormat.NEWEST)).isEqualTo(CLAIM);
    assertThat(nameless.whileItWaits(RaiseFormat.NEWEST)).isEqualTo(CLAIM);
    assertThat(nameless.whenTimeIsOver()).isEmpty();
  }
}
