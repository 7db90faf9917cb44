package io.gaia.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
  @Test
  void doesWhatATreeMapDoes() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      TreeMap<Integer, String> expected = new TreeMap<>();
      OrderedMap<Integer, String> map = OrderedMap.empty();
      for (int step = 0; step < 2_000; step++) {
        int key = random.nextInt(300);
        if (random.nextInt(3) == 0) {
          expected.remove(key);
          map = map.remove(key);
        } else {
          expected.put(key, "v" + step);
          map = map.put(key, "v" + step);
        }
        int from = random.nextInt(300);
        assertThat(map.size()).isEqualTo(expected.size());
        assertThat(map.get(from).orElse(null)).isEqualTo(expected.get(from));
        assertThat(map.firstKey().orElse(null))
            .isEqualTo(expected.isEmpty() ? null : expected.firstKey());
        if (step % 50 == 0) {
          assertThat(map).as("seed %s", seed).containsExactlyElementsOf(expected.values());
          assertThat(map.from(from)).containsExactlyElementsOf(expected.tailMap(from).values());
        }
      }
    }
  }

  @Test
  void isBuiltAtOnceFromWhatIsSorted() {
    for (int size : List.of(0, 1, 2, 3, 1_000)) {
      List<Integer> keys = IntStream.range(0, size).boxed().toList();
      OrderedMap<Integer, Integer> map = OrderedMap.sorted(keys, keys);
      assertThat(map).containsExactlyElementsOf(keys);
      assertThat(map.size()).isEqualTo(size);
      for (int key = 0; key < size; key += 2) {
        map = map.remove(key).put(key + 2 * size, key);
      }
      assertThat(map.size()).isEqualTo(size);
      assertThat(map.depth()).isLessThanOrEqualTo(20);
    }
    assertThat(OrderedMap.ofKeys(List.of(3, 1, 2))).containsExactly(1, 2, 3);
    List<Integer> twice = List.of(1, 1);
    assertThatThrownBy(() -> OrderedMap.sorted(twice, twice))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOlderMapStaysAsItWas() {
    List<OrderedMap<Integer, Integer>> versions = new ArrayList<>();
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    for (int i = 0; i < 100; i++) {
      versions.add(map);
      map = map.put(i, i);
    }
    for (int i = 0; i < 100; i++) {
      map = map.remove(i);
      assertThat(versions.get(i)).hasSize(i);
    }
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void staysFlatWhenKeysComeInOrder() {
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    for (int i = 0; i < 100_000; i++) {
      map = map.put(i, i);
    }
    assertThat(map.depth()).isLessThanOrEqualTo(34);
    for (int i = 0; i < 99_000; i++) {
      map = map.remove(i);
    }
    assertThat(map.depth()).isLessThanOrEqualTo(20);
  }
}
