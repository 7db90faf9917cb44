package io.gaia.server.replication;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/** Records of every shape with all kinds of values in them, the same for the same seed. */
final class Samples {
  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .<Class<?>>flatMap(permitted -> leaves(permitted).stream())
            .toList()
        : List.of(type);
  }

  <T> T of(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return random.nextInt(8) == 0 ? "" : "t\u00e4xt-" + random.nextInt(1000);
    }
    if (plain == long.class) {
      return random.nextInt(8) == 0 ? 0L : random.nextLong();
    }
    if (plain == int.class) {
      return random.nextInt(8) == 0 ? 0 : random.nextInt();
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return random.nextBoolean();
    }
    if (plain == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.of(random.nextInt(3) - 1) : OptionalLong.empty();
    }
    if (plain == OptionalInt.class) {
      return random.nextBoolean() ? OptionalInt.of(random.nextInt(3) - 1) : OptionalInt.empty();
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
    }
    if (plain.isSealed()) {
      List<Class<?>> cases = leaves(plain);
      return value(cases.get(random.nextInt(cases.size())));
    }
    return record(plain);
  }

  private Object container(ParameterizedType type) {
    Type element = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.of(value(element)) : Optional.empty();
    }
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(element)).toList();
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
