package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemBookTest {
  private final Map<String, ItemRecord> items = new HashMap<>();
  private final Map<String, ItemRecord.Visit> visits = new HashMap<>();
  private final ItemRecord category = new ItemRecord();
  private long now = Story.BEGINNING;

  private Peers attempt(String student, String item, boolean success) {
    now += 10_000;
    Observation attempt =
        new Story.Event().item(item).correct(success).build("e", ObservationKind.ATTEMPT, now);
    String visitor = student + item;
    boolean first = !visits.containsKey(visitor);
    return ItemBook.attempt(
        items.computeIfAbsent(item, absent -> new ItemRecord()),
        category,
        visits.computeIfAbsent(visitor, absent -> new ItemRecord.Visit()),
        first,
        attempt);
  }

  @ParameterizedTest
  @CsvSource({"q14_6, q14", "q14, q14", "isPrime, isPrime", "_6, _6", "6, 6", "a_b_12, a_b"})
  void variantsShareACategory(String item, String category) {
    assertThat(ItemBook.category(item)).isEqualTo(category);
  }

  @Test
  void itTellsHowManyOthersFailedAsOftenAndHowManyGotOverIt() {
    for (int i = 0; i < 6; i++) {
      attempt("s" + i, "q_1", false);
      attempt("s" + i, "q_1", i < 4 ? false : true);
      if (i < 3) {
        attempt("s" + i, "q_1", true);
      }
    }
    assertThat(attempt("ada", "q_1", false))
        .satisfies(peers -> assertThat(peers.reached()).isEqualTo(6));
    Peers second = attempt("ada", "q_1", false);
    assertThat(second.students()).isEqualTo(6);
    assertThat(second.reached()).isEqualTo(4);
    assertThat(second.recovered()).isEqualTo(3);
    assertThat(second.medianMillis()).isPositive();
  }

  /** Ten seconds between two attempts of anyone: each of five took a minute. */
  @Test
  void theMedianLiesWithinItsBucketAndNotAtItsUpperEdge() {
    for (int i = 0; i < 5; i++) {
      attempt("s" + i, "q_1", false);
    }
    attempt("other", "q_2", false);
    for (int i = 0; i < 5; i++) {
      attempt("s" + i, "q_1", true);
    }
    assertThat(attempt("ada", "q_1", false).medianMillis()).isBetween(45_000L, 60_000L);
  }

  @Test
  void aNewVariantBorrowsFromItsCategory() {
    for (int i = 0; i < 8; i++) {
      attempt("s" + i, "q_1", false);
    }
    assertThat(attempt("ada", "q_2", false).reached()).isEqualTo(8);
    assertThat(attempt("ada", "q_2", false).reached()).isZero();
  }

  @Test
  void fewerThanFiveOthersAreNotEnough() {
    for (int i = 0; i < 4; i++) {
      attempt("s" + i, "q_1", false);
    }
    assertThat(attempt("ada", "q_1", false).areEnough()).isFalse();
    attempt("eve", "q_1", false);
    assertThat(attempt("ada", "q_1", false).areEnough()).isTrue();
  }
}
