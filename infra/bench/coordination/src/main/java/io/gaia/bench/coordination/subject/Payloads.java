package io.gaia.bench.coordination.subject;

import java.util.List;
import java.util.stream.IntStream;

/** What tasks carry: about 200 bytes of JSON. */
public final class Payloads {
  private static final String PADDING = "x".repeat(150);

  private Payloads() {}

  public static List<String> some(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(Payloads::one).toList();
  }

  public static String one(int number) {
    return "{\"repository\":\"gaia\",\"number\":" + number + ",\"note\":\"" + PADDING + "\"}";
  }
}
