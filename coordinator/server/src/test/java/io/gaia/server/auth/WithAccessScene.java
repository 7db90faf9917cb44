package io.gaia.server.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One scene for all test classes that ask for it; it ends with the last of all tests. */
final class WithAccessScene implements ParameterResolver {

  private record Kept(AccessScene scene) implements AutoCloseable {
    @Override
    public void close() {
      scene.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AccessScene.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(WithAccessScene.class))
        .computeIfAbsent(AccessScene.class, type -> new Kept(start()), Kept.class)
        .scene();
  }

  private static AccessScene start() {
    try {
      return new AccessScene(Files.createTempDirectory("access-scene"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
