package io.gaia.server.live.delivery;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what one subscriber got of a channel against what was published to it. */
final class DeliveryCheck {
  private DeliveryCheck() {}

  /**
   * Every broken promise in a line of its own; empty if the subscriber got every event of the
   * channel, in order, once.
   *
   * @param published numbers of the channel's events in their order, each once
   * @param mayMiss so many of the first may be missing: what was there before a subscriber who
   *     asked for no past. After the first that came nothing may be missing.
   * @param got in the order of arrival
   */
  static List<String> faults(List<Long> published, int mayMiss, List<Long> got) {
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < published.size(); i++) {
      places.put(published.get(i), i);
    }
    List<String> faults = new ArrayList<>();
    BitSet came = new BitSet(published.size());
    int furthest = -1;
    for (long number : got) {
      Integer place = places.get(number);
      if (place == null) {
        faults.add("invented: " + number + " was never published");
        continue;
      }
      if (came.get(place)) {
        faults.add("doubled: " + number + " came again");
      } else if (place < furthest) {
        faults.add("disordered: " + number + " came after " + published.get(furthest));
      }
      came.set(place);
      furthest = Math.max(furthest, place);
    }
    int first = came.isEmpty() ? mayMiss : Math.min(mayMiss, came.nextSetBit(0));
    for (int i = came.nextClearBit(first); i < published.size(); i = came.nextClearBit(i + 1)) {
      faults.add("lost: " + published.get(i) + ", number " + i + " of " + published.size());
    }
    return faults;
  }
}
