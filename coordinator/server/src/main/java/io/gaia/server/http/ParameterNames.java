package io.gaia.server.http;

import io.dropwizard.jersey.validation.JerseyParameterNameProvider;
import jakarta.validation.ParameterNameProvider;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of a resource's parameters, as Dropwizard finds them, which reads annotations anew in each
 * request.
 */
public final class ParameterNames implements ParameterNameProvider {
  private final ParameterNameProvider found = new JerseyParameterNameProvider();
  private final Map<Method, List<String>> known = new ConcurrentHashMap<>();

  @Override
  public List<String> getParameterNames(Constructor<?> constructor) {
    return found.getParameterNames(constructor);
  }

  @Override
  public List<String> getParameterNames(Method method) {
    return known.computeIfAbsent(method, found::getParameterNames);
  }
}
