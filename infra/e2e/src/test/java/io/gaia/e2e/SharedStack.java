package io.gaia.e2e;

import io.gaia.local.layout.StateDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack, started as a newcomer does it, with {@code infra/up --detach}, for every test class
 * that asks for it: with the first, until after the last. A test asks for a {@link StackFile} (what
 * a user knows) or for {@link StackProcesses} (to do harm to them).
 */
final class SharedStack implements ParameterResolver {

  private static final Path STATE = Path.of("target", "stack").toAbsolutePath();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StackFile.class || type == StackProcesses.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(SharedStack.class))
        .computeIfAbsent(SharedStack.class, key -> new Running(), Running.class);
    StateDirectory state = new StateDirectory(STATE);
    StackFile stack = new StackFile(state.stackFile());
    return parameter.getParameter().getType() == StackFile.class
        ? stack
        : new StackProcesses(state, stack);
  }

  /** From its making to its end. */
  private static final class Running implements AutoCloseable {
    Running() {
      Checkout.run("infra/up", "--detach", "--fresh", "--state", STATE.toString());
    }

    @Override
    public void close() {
      Checkout.run("infra/down", "--state", STATE.toString());
    }
  }
}
