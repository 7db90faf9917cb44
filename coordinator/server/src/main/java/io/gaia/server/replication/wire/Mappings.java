package io.gaia.server.replication.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Joins Java types and messages, and refuses where they differ. */
final class Mappings {
  private record Pair(Class<?> type, Descriptor message) {}

  private final Map<Pair, MessageValue> known = new HashMap<>();

  MessageValue message(Class<?> type, Descriptor message) {
    Pair pair = new Pair(type, message);
    MessageValue existing = known.get(pair);
    if (existing != null) {
      return existing;
    }
    if (type.isRecord()) {
      RecordValue value = new RecordValue(message.getFullName());
      known.put(pair, value);
      complete(value, type, message);
      return value;
    }
    if (type.isSealed()) {
      ChoiceValue value = new ChoiceValue(message.getFullName());
      known.put(pair, value);
      complete(value, type, message);
      return value;
    }
    throw new IllegalArgumentException(type + " is neither a record nor sealed");
  }

  private void complete(ChoiceValue value, Class<?> type, Descriptor message) {
    Set<String> unused = fieldNames(message);
    for (Class<?> leaf : leaves(type)) {
      FieldDescriptor field = field(message, leaf.getSimpleName(), unused);
      value.add(leaf, field.getNumber(), message(leaf, field.getMessageType()));
    }
    requireNone(unused, type, message);
  }

  private void complete(RecordValue value, Class<?> type, Descriptor message) {
    Set<String> unused = fieldNames(message);
    RecordComponent[] components = type.getRecordComponents();
    FieldMapping[] mappings = new FieldMapping[components.length];
    for (int slot = 0; slot < components.length; slot++) {
      FieldDescriptor field = field(message, components[slot].getName(), unused);
      mappings[slot] = mapping(components[slot], field, slot);
    }
    requireNone(unused, type, message);
    value.complete(mappings, constructor(type, components));
  }

  private FieldMapping mapping(RecordComponent component, FieldDescriptor field, int slot) {
    FieldMapping.Place place =
        new FieldMapping.Place(field.getFullName(), field.getNumber(), slot, accessor(component));
    Class<?> type = component.getType();
    if (type == Optional.class) {
      require(field.hasPresence(), field, "must be optional");
      return FieldMapping.optional(place, value(argument(component, 0), field));
    }
    if (Map.class.isAssignableFrom(type)) {
      require(field.isMapField(), field, "must be a map");
      List<FieldDescriptor> entry = field.getMessageType().getFields();
      return FieldMapping.map(
          place,
          value(argument(component, 0), entry.get(0)),
          value(argument(component, 1), entry.get(1)),
          entries -> SortedMap.class.isAssignableFrom(type) ? new TreeMap<>(entries) : entries);
    }
    if (type == OptionalLong.class || type == OptionalInt.class) {
      require(field.hasPresence(), field, "must be optional");
      return FieldMapping.optionalNumber(place, type == OptionalLong.class);
    }
    if (Iterable.class.isAssignableFrom(type)) {
      require(field.isRepeated() && !field.isMapField(), field, "must be repeated");
      // numbers are written one by one; a packed field would say otherwise
      require(!field.isPacked(), field, "must be [packed = false]");
      return FieldMapping.repeated(
          place, value(argument(component, 0), field), read -> collection(type, read));
    }
    require(!field.isRepeated(), field, "must not be repeated");
    return FieldMapping.single(place, value(type, field));
  }

  private WireValue value(Class<?> type, FieldDescriptor field) {
    Optional<ScalarValue> scalar = ScalarValue.of(type, field);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    if (type.isEnum() && field.getType() == FieldDescriptor.Type.ENUM) {
      return new EnumValue(type, field.getEnumType());
    }
    require(
        field.getType() == FieldDescriptor.Type.MESSAGE, field, "does not fit " + type.getName());
    return message(type, field.getMessageType());
  }

  private static Collection<Object> collection(Class<?> type, List<Object> read) {
    if (SortedSet.class.isAssignableFrom(type)) {
      return new TreeSet<>(read);
    }
    return Set.class.isAssignableFrom(type) ? new LinkedHashSet<>(read) : read;
  }

  private static List<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    return Arrays.stream(type.getPermittedSubclasses())
        .<Class<?>>flatMap(permitted -> leaves(permitted).stream())
        .toList();
  }

  private static Set<String> fieldNames(Descriptor message) {
    List<String> names = new ArrayList<>();
    message.getFields().forEach(field -> names.add(field.getName()));
    return new HashSet<>(names);
  }

  private static FieldDescriptor field(Descriptor message, String camel, Set<String> unused) {
    String name = Names.snake(camel);
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException(message.getFullName() + " has no field " + name);
    }
    unused.remove(name);
    return field;
  }

  private static void requireNone(Set<String> unused, Class<?> type, Descriptor message) {
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          message.getFullName() + " has fields that " + type.getName() + " lacks: " + unused);
    }
  }

  private static void require(boolean holds, FieldDescriptor field, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(field.getFullName() + " " + rule);
    }
  }

  private static Class<?> argument(RecordComponent component, int index) {
    Type argument =
        ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
    return argument instanceof ParameterizedType nested
        ? (Class<?>) nested.getRawType()
        : (Class<?>) argument;
  }

  private static MethodHandle accessor(RecordComponent component) {
    try {
      return MethodHandles.lookup()
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(component + " cannot be read", e);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return MethodHandles.lookup()
          .unreflectConstructor(type.getDeclaredConstructor(types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " has no public constructor", e);
    }
  }
}
