package io.gaia.e2e;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.stack.Household;
import io.gaia.local.stack.LocalStack;
import io.gaia.local.stack.StackOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack of real processes, without a class, for every test class that asks for it: started with
 * the first and stopped after the last. A test asks for a {@link StackFile} (what a user knows) or
 * for the {@link Household} (to do harm to processes).
 */
final class SharedStack implements ParameterResolver {

  private static final Path STATE = Path.of("target", "stack").toAbsolutePath();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StackFile.class || type == Household.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LocalStack stack =
        context
            .getRoot()
            .getStore(Namespace.create(SharedStack.class))
            .computeIfAbsent(SharedStack.class, key -> start(), LocalStack.class);
    return parameter.getParameter().getType() == Household.class
        ? stack.processes()
        : new StackFile(new StateDirectory(STATE).stackFile());
  }

  private static LocalStack start() {
    try {
      return LocalStack.start(
          StackOptions.beside(new io.gaia.local.layout.Checkout(Checkout.root()), STATE)
              .withFresh(),
          line -> System.out.println("stack: " + line));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
