package io.gaia.flink.detection.model;

/** Keeps the records of items and tells an attempt how the others fare. */
public final class ItemBook {

  /** Solved with fewer further failures than this is getting over it. */
  private static final int SOON = 5;

  private static final int SOLVERS_LEAST = 5;

  private ItemBook() {}

  /**
   * An item's category: what it shares with its variants. {@code q14_6} is a variant of {@code
   * q14}; an item that does not end in {@code _number} is its own category.
   */
  public static String category(String itemId) {
    int end = itemId.length();
    while (end > 0 && Character.isDigit(itemId.charAt(end - 1))) {
      end--;
    }
    boolean variant = end > 1 && end < itemId.length() && itemId.charAt(end - 1) == '_';
    return variant ? itemId.substring(0, end - 1) : itemId;
  }

  /**
   * Writes an attempt down.
   *
   * @param item changed
   * @param category changed; counts every visit to any of its variants
   * @param visit this student's on this item, changed
   * @param isFirst whether the visit is new
   * @return how the others fare: on the item, or on the category while too few tried the item
   */
  public static Peers attempt(
      ItemRecord item,
      ItemRecord category,
      ItemRecord.Visit visit,
      boolean isFirst,
      Observation attempt) {
    if (isFirst) {
      item.students++;
      category.students++;
      visit.lastAt = attempt.at();
    }
    visit.activeMillis += Recent.active(attempt, visit.lastAt);
    visit.lastAt = Math.max(visit.lastAt, attempt.at());
    int streak = Math.min(ItemRecord.STREAKS - 1, attempt.success() ? 0 : visit.failuresInRow + 1);
    Peers peers = others(item, visit, streak);
    if (!peers.areEnough()) {
      Peers ofCategory = others(category, visit, streak);
      peers = ofCategory.areEnough() ? ofCategory : peers;
    }
    if (attempt.success()) {
      success(item, category, visit);
    } else {
      failure(item, category, visit, streak);
    }
    return peers;
  }

  private static Peers others(ItemRecord record, ItemRecord.Visit visit, int streak) {
    int own = visit.longestRow >= streak ? 1 : 0;
    int reached = Math.max(0, record.reached[streak] - own);
    return new Peers(
        record.students - 1,
        reached,
        Math.min(reached, record.recovered[streak]),
        medianMillis(record));
  }

  private static void success(ItemRecord item, ItemRecord category, ItemRecord.Visit visit) {
    if (!visit.solved) {
      visit.solved = true;
      int row = visit.failuresInRow;
      for (int k = Math.max(1, row - SOON + 1); k <= row; k++) {
        item.recovered[k]++;
        category.recovered[k]++;
      }
      int bucket = bucket(visit.activeMillis);
      item.solvedAfter[bucket]++;
      category.solvedAfter[bucket]++;
    }
    visit.failuresInRow = 0;
  }

  private static void failure(
      ItemRecord item, ItemRecord category, ItemRecord.Visit visit, int streak) {
    visit.failuresInRow = streak;
    if (streak > visit.longestRow) {
      visit.longestRow = streak;
      item.reached[streak]++;
      category.reached[streak]++;
    }
  }

  private static int bucket(long millis) {
    int bucket = 0;
    for (long edge = 1_000; millis >= edge && bucket < ItemRecord.TIME_BUCKETS - 1; edge *= 2) {
      bucket++;
    }
    return bucket;
  }

  /**
   * As if the times of a bucket were spread evenly over it; 0 while too few solved it. The upper
   * edge would be up to twice the median.
   */
  private static long medianMillis(ItemRecord record) {
    int solvers = 0;
    for (int count : record.solvedAfter) {
      solvers += count;
    }
    if (solvers < SOLVERS_LEAST) {
      return 0;
    }
    double half = solvers / 2.0;
    int seen = 0;
    long from = 0;
    long edge = 1_000;
    for (int count : record.solvedAfter) {
      if (seen + count >= half) {
        return from + Math.round((edge - from) * (half - seen) / count);
      }
      seen += count;
      from = edge;
      edge *= 2;
    }
    return from;
  }
}
