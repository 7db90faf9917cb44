package io.gaia.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
  private static final int SEEDS = 20;

  @Test
  void doesWhatATreeMapDoes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int keys = seed % 2 == 0 ? 300 : 5_000;
      TreeMap<Integer, String> expected = new TreeMap<>();
      OrderedMap<Integer, String> map = OrderedMap.empty();
      for (int step = 0; step < 6_000; step++) {
        // it grows for a while, then shrinks, and grows again
        boolean shrinks = step / 1_500 % 2 == 1;
        int key = random.nextInt(keys);
        if (random.nextInt(3) == 0 != shrinks) {
          expected.remove(key);
          map = map.remove(key);
        } else {
          expected.put(key, "v" + step);
          map = map.put(key, "v" + step);
        }
        int from = random.nextInt(keys + 2) - 1;
        assertThat(map.size()).isEqualTo(expected.size());
        assertThat(map.get(from).orElse(null)).isEqualTo(expected.get(from));
        assertThat(map.firstKey().orElse(null))
            .isEqualTo(expected.isEmpty() ? null : expected.firstKey());
        if (step % 50 == 0) {
          assertThat(map).as("seed %s", seed).containsExactlyElementsOf(expected.values());
          assertThat(map.from(from)).containsExactlyElementsOf(expected.tailMap(from).values());
          assertThat(map.firstValue().orElse(null))
              .isEqualTo(expected.isEmpty() ? null : expected.firstEntry().getValue());
          assertIsSound(map);
        }
      }
    }
  }

  @Test
  void keysThatAreTheirOwnValuesStayTogether() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      TreeMap<Pair, Pair> expected = new TreeMap<>();
      OrderedMap<Pair, Pair> map = OrderedMap.empty();
      for (int step = 0; step < 1_000; step++) {
        Pair pair = new Pair("s-" + random.nextInt(9), "t-" + random.nextInt(40));
        boolean out = random.nextInt(3) == 0;
        map = out ? map.remove(pair) : map.put(pair, pair);
        expected.remove(pair);
        if (!out) {
          expected.put(pair, pair);
        }
      }
      assertThat(map).as("seed %s", seed).containsExactlyElementsOf(expected.values());
      Pair other = new Pair("other", "value");
      assertThat(map.put(expected.firstKey(), other).get(expected.firstKey())).contains(other);
      assertIsSound(map);
    }
  }

  @Test
  void isBuiltAtOnceFromWhatIsSorted() {
    for (int size : List.of(0, 1, 2, 32, 33, 1_000, 40_000)) {
      List<Integer> keys = IntStream.range(0, size).boxed().toList();
      OrderedMap<Integer, Integer> map = OrderedMap.sorted(keys, keys);
      assertThat(map).containsExactlyElementsOf(keys);
      assertThat(map.size()).isEqualTo(size);
      assertIsSound(map);
      for (int key = 0; key < size; key += 2) {
        map = map.remove(key).put(key + 2 * size, key);
      }
      assertThat(map.size()).isEqualTo(size);
      assertIsSound(map);
    }
    List<Integer> twice = List.of(1, 1);
    assertThatThrownBy(() -> OrderedMap.sorted(twice, twice))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isBuiltAtOnceFromWhatHasNoOrder() {
    assertThat(OrderedMap.ofKeys(List.of(3, 1, 2))).containsExactly(1, 2, 3);
    List<Map.Entry<Integer, String>> entries =
        IntStream.range(0, 1_000)
            .mapToObj(key -> Map.entry(key, "v" + key))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(entries, new Random(1));
    OrderedMap<Integer, String> map = OrderedMap.ofEntries(entries);
    assertThat(map).hasSize(1_000).startsWith("v0", "v1").endsWith("v999");
    assertIsSound(map);
  }

  @Test
  void anOlderMapStaysAsItWas() {
    List<OrderedMap<Integer, Integer>> versions = new ArrayList<>();
    List<TreeMap<Integer, Integer>> expected = new ArrayList<>();
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    TreeMap<Integer, Integer> now = new TreeMap<>();
    Random random = new Random(7);
    for (int step = 0; step < 2_000; step++) {
      int key = random.nextInt(400);
      if (random.nextInt(2) == 0) {
        map = map.remove(key);
        now.remove(key);
      } else {
        map = map.put(key, step);
        now.put(key, step);
      }
      versions.add(map);
      expected.add(new TreeMap<>(now));
    }
    for (int i = 0; i < versions.size(); i++) {
      assertThat(versions.get(i)).containsExactlyElementsOf(expected.get(i).values());
    }
  }

  @Test
  void staysFlatWhenKeysComeInOrder() {
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    for (int i = 0; i < 100_000; i++) {
      map = map.put(i, i);
    }
    assertThat(map.root().height).isLessThanOrEqualTo(4);
    assertIsSound(map);
    for (int i = 0; i < 99_970; i++) {
      map = map.remove(i);
    }
    assertThat(map.root().height).isZero();
    for (int i = 99_970; i < 100_000; i++) {
      map = map.remove(i);
    }
    assertThat(map.isEmpty()).isTrue();
    assertThat(map.firstKey()).isEmpty();
    assertThat(map).isEmpty();
  }

  @Test
  void aWalkEndsAtItsEnd() {
    var walk = OrderedMap.<Integer, Integer>empty().put(1, 1).iterator();
    assertThat(walk.next()).isEqualTo(1);
    assertThat(walk.hasNext()).isFalse();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
  }

  /** All leaves at one height, every node but the root neither too wide nor too narrow. */
  private static void assertIsSound(OrderedMap<?, ?> map) {
    assertThat(map.root().width()).isLessThanOrEqualTo(Node.MOST);
    if (map.root().height > 0) {
      assertThat(map.root().width()).isGreaterThanOrEqualTo(2);
    }
    assertBelowIsSound(map.root());
  }

  private static void assertBelowIsSound(Node<?, ?> node) {
    int size = 0;
    for (int i = 0; i < node.width() && node.height > 0; i++) {
      Node<?, ?> child = node.child(i);
      assertThat(child.height).isEqualTo(node.height - 1);
      assertThat(child.width()).isBetween(Node.FEWEST, Node.MOST);
      assertThat((Object) child.key(0)).isSameAs(node.key(i));
      assertBelowIsSound(child);
      size += child.size;
    }
    assertThat(node.size).isEqualTo(node.height > 0 ? size : node.width());
  }
}
