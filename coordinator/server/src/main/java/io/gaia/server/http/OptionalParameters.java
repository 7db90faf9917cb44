package io.gaia.server.http;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Parameters that may be absent. Jersey has such a converter, which searches for that of the value
 * anew in each request, with an exception where there is none: a twentieth of what a short request
 * costs.
 */
public final class OptionalParameters implements ParamConverterProvider {
  private static final Map<Type, Function<String, ?>> VALUES =
      Map.of(
          String.class, Function.identity(),
          Integer.class, Integer::valueOf,
          Long.class, Long::valueOf);

  @Override
  @SuppressWarnings("unchecked") // T is Optional
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    if (type != Optional.class || !(generic instanceof ParameterizedType of)) {
      return null;
    }
    Function<String, ?> value = VALUES.get(of.getActualTypeArguments()[0]);
    return value == null ? null : (ParamConverter<T>) new Converter(value);
  }

  private record Converter(Function<String, ?> value) implements ParamConverter<Optional<?>> {
    @Override
    public Optional<?> fromString(String text) {
      return Optional.ofNullable(text).map(value);
    }

    @Override
    public String toString(Optional<?> parameter) {
      return parameter.map(String::valueOf).orElse("");
    }
  }
}
