package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Kept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClassActivityOperatorTest {
  private static final long BEGINNING = 1_772_442_000_000L;

  private static final long MINUTE = 60_000;

  /** Of the two minutes in which somebody may count as active, and of what is ahead. */
  private static final int PANES_OF_LAST_MINUTES = 8 + 4;

  @RepeatedTest(10)
  void whatIsToldIsWhatAllThatCameSays() throws Exception {
    long seed = System.nanoTime();
    System.out.println("ClassActivityOperatorTest seed " + seed);
    Random random = new Random(seed);
    Map<Long, Set<String>> came = new TreeMap<>();
    List<String> expectedLive = new ArrayList<>();
    try (KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage>
        operator = operator()) {
      operator.processWatermark(new Watermark(BEGINNING - Presence.PANE_MILLIS));
      int coming = 0;
      for (int step = 0; step < 400; step++) {
        long now = BEGINNING + step * Presence.PANE_MILLIS;
        coming = random.nextInt(10) == 0 ? Math.max(0, random.nextInt(16) - 4) : coming;
        for (int i = 0; i < coming; i++) {
          // also late, and ahead
          long pane = now + (random.nextInt(6) - 3) * Presence.PANE_MILLIS;
          String student = "s" + random.nextInt(12);
          came.computeIfAbsent(pane, none -> new HashSet<>()).add(student);
          operator.processElement(new StreamRecord<>(new Presence(student, "c-1", pane)));
        }
        operator.processWatermark(new Watermark(now));
        expectedLive.add(now + " " + isActive(came, now));
        assertThat(namesKept(operator)).isLessThan(12 * (PANES_OF_LAST_MINUTES + 1));
      }
      operator.processWatermark(new Watermark(BEGINNING + 600 * MINUTE));
      List<String> expected = new ArrayList<>();
      for (long at = BEGINNING - MINUTE;
          at < BEGINNING + 130 * MINUTE;
          at += Presence.PANE_MILLIS) {
        expected.add(at + " " + isActive(came, at));
      }
      assertThat(operator.extractOutputValues())
          .filteredOn(ControlMessage::settled)
          .extracting(message -> message.at() + " " + message.active())
          .isEqualTo(changes(expected))
          .hasSizeGreaterThan(3);
      assertThat(operator.extractOutputValues())
          .filteredOn(message -> !message.settled())
          .filteredOn(message -> message.at() <= BEGINNING + 399 * Presence.PANE_MILLIS)
          .extracting(message -> message.at() + " " + message.active())
          .isEqualTo(changes(expectedLive));
      assertThat(Kept.entries(operator) + operator.numEventTimeTimers()).isZero();
    }
  }

  /** Those that differ from the one before; before the first it was false. */
  private static List<String> changes(List<String> moments) {
    List<String> changes = new ArrayList<>();
    String before = "false";
    for (String moment : moments) {
      String now = moment.substring(moment.indexOf(' ') + 1);
      if (!now.equals(before)) {
        changes.add(moment);
      }
      before = now;
    }
    return changes;
  }

  private static int namesKept(
      KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage> operator)
      throws Exception {
    KeyedStateBackend<String> state = operator.getOperator().getKeyedStateBackend();
    state.setCurrentKey("c-1");
    int names = 0;
    for (List<String> pane :
        state
            .getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                ClassActivityOperator.STUDENTS)
            .values()) {
      names += pane.size();
    }
    return names;
  }

  private static boolean isActive(Map<Long, Set<String>> came, long at) {
    Set<String> active = between(came, at - MINUTE, at);
    return !active.isEmpty() && 3 * active.size() >= between(came, at - 15 * MINUTE, at).size();
  }

  private static Set<String> between(Map<Long, Set<String>> came, long after, long upTo) {
    Set<String> students = new HashSet<>();
    came.forEach(
        (pane, there) -> {
          if (pane > after && pane <= upTo) {
            students.addAll(there);
          }
        });
    return students;
  }

  private static KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage>
      operator() throws Exception {
    KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage> operator =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new ClassActivityOperator(), List.of(Erasures.STATE)),
            Presence::classroomId,
            Types.STRING,
            10,
            1,
            0);
    operator.open();
    operator.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    return operator;
  }

  @Test
  void aClassIsActiveWhileAThirdOfItIsAndThenNothingIsKept() throws Exception {
    try (KeyedBroadcastOperatorTestHarness<String, Presence, ErasureSignal, ControlMessage>
        operator = operator()) {
      for (int second = 0; second < 300; second += 15) {
        for (int student = 0; student < 9; student++) {
          if (second < 150 || student < 2) {
            long pane = Presence.paneEnd(BEGINNING + second * 1000L);
            operator.processElement(new StreamRecord<>(new Presence("s" + student, "c-1", pane)));
          }
        }
        operator.processWatermark(new Watermark(BEGINNING + second * 1000L));
      }
      operator.processWatermark(new Watermark(BEGINNING + 3_600_000));
      List<ControlMessage> told = operator.extractOutputValues();
      assertThat(told)
          .filteredOn(ControlMessage::settled)
          .extracting(ControlMessage::active)
          .startsWith(true, false);
      assertThat(told)
          .filteredOn(message -> !message.settled())
          .extracting(message -> (message.at() - BEGINNING) / 1000 + " " + message.active())
          .startsWith("15 true", "210 false");
      assertThat(Kept.entries(operator) + operator.numEventTimeTimers()).isZero();
    }
  }
}
