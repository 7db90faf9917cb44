package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.junit.jupiter.api.Test;

class LastUsedTest {
  private final Keys keys = new Keys();
  private final LastUsed lastUsed = new LastUsed(keys);
  private final OnDisk disk = new OnDisk(keys);
  private final MapState<String, List<Integer>> state = lastUsed.of(disk, List::size, 5);

  private static final class Keys implements KeyContext {
    private Object current;

    @Override
    public void setCurrentKey(Object key) {
      current = key;
    }

    @Override
    public Object getCurrentKey() {
      return current;
    }
  }

  /** A back end that keeps bytes: what it gives back is never what it was given. */
  private static final class OnDisk implements MapState<String, List<Integer>> {
    private final Keys keys;
    private final Map<Object, Map<String, List<Integer>>> kept = new HashMap<>();
    private int reads;
    private int writes;

    OnDisk(Keys keys) {
      this.keys = keys;
    }

    private Map<String, List<Integer>> ofKey() {
      return kept.computeIfAbsent(keys.getCurrentKey(), key -> new HashMap<>());
    }

    Map<String, List<Integer>> of(String key) {
      return kept.getOrDefault(key, Map.of());
    }

    @Override
    public List<Integer> get(String name) {
      reads++;
      List<Integer> value = ofKey().get(name);
      return value == null ? null : new ArrayList<>(value);
    }

    @Override
    public void put(String name, List<Integer> value) {
      writes++;
      ofKey().put(name, new ArrayList<>(value));
    }

    @Override
    public void putAll(Map<String, List<Integer>> values) {
      values.forEach(this::put);
    }

    @Override
    public void remove(String name) {
      ofKey().remove(name);
    }

    @Override
    public boolean contains(String name) {
      return ofKey().containsKey(name);
    }

    @Override
    public Iterable<Map.Entry<String, List<Integer>>> entries() {
      return ofKey().entrySet();
    }

    @Override
    public Iterable<String> keys() {
      return ofKey().keySet();
    }

    @Override
    public Iterable<List<Integer>> values() {
      return ofKey().values();
    }

    @Override
    public Iterator<Map.Entry<String, List<Integer>>> iterator() {
      return ofKey().entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return ofKey().isEmpty();
    }

    @Override
    public void clear() {
      kept.remove(keys.getCurrentKey());
    }
  }

  /** The first write of all tells what back end it is, and goes through. */
  private void knowTheBackEnd() throws Exception {
    keys.setCurrentKey("nobody");
    state.put("known", List.of());
    state.remove("known");
    disk.writes = 0;
  }

  private boolean isRead(String name) throws Exception {
    int before = disk.reads;
    state.get(name);
    return disk.reads > before;
  }

  @Test
  void whatWasUsedLastIsNotReadAgainAndTheOthersAreThere() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("ada");
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
    knowTheBackEnd();
    keys.setCurrentKey("ada");
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
  void whatChangesOftenIsWrittenOnceAndUnderItsOwnKey() throws Exception {
    knowTheBackEnd();
    for (int i = 0; i < 10; i++) {
      keys.setCurrentKey("ada");
      state.put("first", List.of(i));
      keys.setCurrentKey("bob");
      state.put("first", List.of(-i));
    }
    assertThat(disk.writes).isZero();
    lastUsed.writeBack();
    assertThat(disk.writes).isEqualTo(2);
    assertThat(disk.of("ada")).containsEntry("first", List.of(9));
    assertThat(disk.of("bob")).containsEntry("first", List.of(-9));
    assertThat(keys.getCurrentKey()).isEqualTo("bob");

    lastUsed.writeBack();
    assertThat(disk.writes).as("nothing changed").isEqualTo(2);
    assertThat(isRead("first")).isFalse();
  }

  @Test
  void whatMakesRoomIsWrittenUnderItsOwnKey() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("ada");
    state.put("first", List.of(1, 2, 3));
    keys.setCurrentKey("bob");
    state.put("first", List.of(4, 5, 6));
    assertThat(keys.getCurrentKey()).isEqualTo("bob");
    assertThat(disk.of("ada")).containsEntry("first", List.of(1, 2, 3));
    assertThat(disk.of("bob")).isEmpty();
  }

  @Test
  void whatIsLargerThanAllThereIsGoesThrough() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("ada");
    state.put("first", List.of(1, 2, 3, 4, 5, 6));
    assertThat(disk.of("ada")).containsEntry("first", List.of(1, 2, 3, 4, 5, 6));
    assertThat(isRead("first")).isTrue();
  }

  @Test
  void whatIsRemovedIsNotWrittenBack() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("ada");
    state.put("first", List.of(1));
    lastUsed.writeBack();
    state.put("first", List.of(2));
    state.put("second", List.of(3));
    state.remove("first");
    lastUsed.writeBack();
    assertThat(disk.of("ada")).containsOnlyKeys("second");
    assertThat(state.get("first")).isNull();
  }

  @Test
  void whoIsClearedIsGoneAndNobodyElse() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("ada");
    state.put("first", List.of(1, 2));
    keys.setCurrentKey("bob");
    state.put("first", List.of(3, 4));
    state.clear();
    assertThat(state.get("first")).isNull();
    lastUsed.writeBack();
    assertThat(disk.of("bob")).isEmpty();
    keys.setCurrentKey("ada");
    assertThat(isRead("first")).isFalse();
    assertThat(disk.of("ada")).containsEntry("first", List.of(1, 2));
  }

  @Test
  void whoGoesThroughAllSeesWhatIsNotWrittenYet() throws Exception {
    knowTheBackEnd();
    keys.setCurrentKey("bob");
    state.put("others", List.of(0));
    keys.setCurrentKey("ada");
    assertThat(state.isEmpty()).isTrue();
    state.put("first", List.of(1));
    assertThat(state.isEmpty()).isFalse();
    state.put("second", List.of(2));
    assertThat(state.keys()).containsExactlyInAnyOrder("first", "second");
    state.put("second", List.of(3));
    assertThat(state.values()).containsExactlyInAnyOrder(List.of(1), List.of(3));
  }

  @Test
  void aValueWithoutANameIsKeptTheSameWay() throws Exception {
    Map<Object, String> written = new HashMap<>();
    ValueState<StringBuilder> value =
        lastUsed.of(
            new ValueState<>() {
              @Override
              public StringBuilder value() {
                String text = written.get(keys.getCurrentKey());
                return text == null ? null : new StringBuilder(text);
              }

              @Override
              public void update(StringBuilder text) {
                written.put(keys.getCurrentKey(), text.toString());
              }

              @Override
              public void clear() {
                written.remove(keys.getCurrentKey());
              }
            });
    keys.setCurrentKey("ada");
    value.update(new StringBuilder("a"));
    assertThat(written).as("the first tells what back end it is").containsEntry("ada", "a");
    value.update(value.value().append("b"));
    keys.setCurrentKey("bob");
    value.update(new StringBuilder("c"));
    assertThat(written).containsOnlyKeys("ada").containsEntry("ada", "a");
    lastUsed.writeBack();
    assertThat(written).containsEntry("ada", "ab").containsEntry("bob", "c");
    value.clear();
    lastUsed.writeBack();
    assertThat(value.value()).isNull();
    assertThat(written).containsOnlyKeys("ada");
  }
}
