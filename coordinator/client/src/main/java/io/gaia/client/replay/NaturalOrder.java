package io.gaia.client.replay;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;

/** Orders ids as people do: runs of digits by their number, so that s9 comes before s10. */
final class NaturalOrder implements Comparator<String>, Serializable {

  private static final long serialVersionUID = 1;

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int endLeft = endOfDigits(left, i);
      int endRight = endOfDigits(right, j);
      int order;
      if (endLeft > i && endRight > j) {
        order =
            new BigInteger(left.substring(i, endLeft))
                .compareTo(new BigInteger(right.substring(j, endRight)));
        i = endLeft;
        j = endRight;
      } else {
        order = Character.compare(left.charAt(i++), right.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(left.length() - i, right.length() - j);
    return rest != 0 ? rest : left.compareTo(right);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
