package io.gaia.core;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;

/** Whether two views show the same state: every part of what a snapshot would hold. */
final class SameState {
  private static final RecordComponent[] PARTS = StateImage.class.getRecordComponents();

  private SameState() {}

  static boolean is(View one, View other) {
    for (RecordComponent part : PARTS) {
      if (!same(value(part, one.image()), value(part, other.image()))) {
        return false;
      }
    }
    return true;
  }

  private static Object value(RecordComponent part, StateImage image) {
    try {
      return part.getAccessor().invoke(image);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("an accessor only returns its component", e);
    }
  }

  private static boolean same(Object one, Object other) {
    if (!(one instanceof Iterable<?> many && other instanceof Iterable<?> others)) {
      return one.equals(other);
    }
    Iterator<?> right = others.iterator();
    for (Object left : many) {
      if (!right.hasNext() || !left.equals(right.next())) {
        return false;
      }
    }
    return !right.hasNext();
  }
}
