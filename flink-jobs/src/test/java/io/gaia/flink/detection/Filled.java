package io.gaia.flink.detection;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values with something in every field, no two alike: what a form forgets or confuses is seen. */
final class Filled {
  private int last;

  Object of(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      return collection(generic);
    }
    Class<?> plain = (Class<?>) type;
    last++;
    if (plain == String.class) {
      return "text-" + last;
    }
    if (plain == boolean.class) {
      return true;
    }
    if (plain == int.class) {
      return last;
    }
    if (plain == long.class || plain == Long.class) {
      return 1_777_000_000_000L + last;
    }
    if (plain == double.class) {
      return last + 0.5;
    }
    if (plain == short[].class) {
      short[] values = new short[216];
      Arrays.fill(values, 3, 9, (short) last);
      values[215] = Short.MAX_VALUE;
      return values;
    }
    if (plain == int[].class) {
      return new int[] {last, 0, -last};
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[1 + last % (plain.getEnumConstants().length - 1)];
    }
    return plain.isRecord() ? record(plain) : object(plain);
  }

  private Object collection(ParameterizedType generic) throws ReflectiveOperationException {
    Type[] of = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      return new ArrayList<>(List.of(of(of[0]), of(of[0])));
    }
    return new HashMap<>(Map.of(of(of[0]), of(of[1]), of(of[0]), of(of[1])));
  }

  private Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = of(components[i].getGenericType());
    }
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    return canonical.newInstance(values);
  }

  private Object object(Class<?> type) throws ReflectiveOperationException {
    Object object = type.getDeclaredConstructor().newInstance();
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.set(object, of(field.getGenericType()));
      }
    }
    return object;
  }
}
