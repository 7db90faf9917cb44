package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.junit.jupiter.api.Test;

class LastUsedTest {
  private final LastUsed lastUsed = new LastUsed();
  private final OnDisk disk = new OnDisk();
  private final MapState<String, List<Integer>> state = lastUsed.of(disk, List::size, 5);

  /** A back end that keeps bytes: what it gives back is never what it was given. */
  private static final class OnDisk implements MapState<String, List<Integer>> {
    private final Map<String, List<Integer>> kept = new HashMap<>();
    private int reads;

    @Override
    public List<Integer> get(String name) {
      reads++;
      List<Integer> value = kept.get(name);
      return value == null ? null : new ArrayList<>(value);
    }

    @Override
    public void put(String name, List<Integer> value) {
      kept.put(name, value);
    }

    @Override
    public void putAll(Map<String, List<Integer>> values) {
      kept.putAll(values);
    }

    @Override
    public void remove(String name) {
      kept.remove(name);
    }

    @Override
    public boolean contains(String name) {
      return kept.containsKey(name);
    }

    @Override
    public Iterable<Map.Entry<String, List<Integer>>> entries() {
      return kept.entrySet();
    }

    @Override
    public Iterable<String> keys() {
      return kept.keySet();
    }

    @Override
    public Iterable<List<Integer>> values() {
      return kept.values();
    }

    @Override
    public Iterator<Map.Entry<String, List<Integer>>> iterator() {
      return kept.entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return kept.isEmpty();
    }

    @Override
    public void clear() {
      kept.clear();
    }
  }

  private boolean isRead(String name) throws Exception {
    int before = disk.reads;
    state.get(name);
    return disk.reads > before;
  }

  @Test
  void whatWasUsedLastIsNotReadAgainAndTheOthersAreThere() throws Exception {
    lastUsed.turnTo("ada");
    state.put("first", List.of(1, 2));
    state.put("second", List.of(3, 4));
    assertThat(isRead("first")).isFalse();
    state.put("third", List.of(5, 6));
    assertThat(isRead("second")).as("used longest ago, and six are more than five").isTrue();
    assertThat(state.get("second")).containsExactly(3, 4);
    assertThat(isRead("second")).isFalse();
    assertThat(isRead("third")).isFalse();
  }

  @Test
  void aSmallerValueMakesRoom() throws Exception {
    lastUsed.turnTo("ada");
    state.put("first", List.of(1, 2, 3, 4));
    state.put("first", List.of(1));
    state.put("second", List.of(1, 2, 3, 4));
    assertThat(isRead("first")).isFalse();
    state.remove("second");
    state.put("third", List.of(1, 2, 3, 4));
    assertThat(isRead("first")).isFalse();
    assertThat(isRead("second")).isTrue();
  }

  @Test
  void whoIsClearedIsGoneAndNobodyElse() throws Exception {
    lastUsed.turnTo("ada");
    state.put("first", List.of(1, 2));
    lastUsed.turnTo("bob");
    state.put("first", List.of(3, 4));
    state.clear();
    assertThat(state.get("first")).isNull();
    lastUsed.turnTo("ada");
    assertThat(isRead("first")).isFalse();
  }
}
