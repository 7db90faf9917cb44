package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What to start.
 *
 * @param state everything that the stack leaves on the disk
 * @param fresh forget the data of earlier runs first
 * @param lesson where student events come from
 * @param nodes coordinators that serve as one, of {@link #NODES}
 * @param usualPorts true: 8080 and its kin when they are free, else any free ports
 * @param coordinatorEnvironment variables for the coordinators, before those that join the parts
 */
public record StackOptions(
    Checkout checkout,
    StateDirectory state,
    boolean fresh,
    Lesson lesson,
    int nodes,
    boolean usualPorts,
    Map<String, String> coordinatorEnvironment) {

  /** An even number would stand the loss of no more nodes than one less does. */
  public static final Set<Integer> NODES = Set.of(1, 3, 5);

  public StackOptions {
    coordinatorEnvironment = Map.copyOf(coordinatorEnvironment);
    if (!NODES.contains(nodes)) {
      throw new IllegalArgumentException("nodes takes 1, 3 or 5, not " + nodes);
    }
  }

  /** A quiet stack on free ports, beside whatever else runs: for tests and measurements. */
  public static StackOptions beside(Checkout checkout, Path state) {
    return new StackOptions(
        checkout, new StateDirectory(state), false, new Lesson.None(), 1, false, Map.of());
  }

  public StackOptions withLesson(Lesson other) {
    return new StackOptions(
        checkout, state, fresh, other, nodes, usualPorts, coordinatorEnvironment);
  }

  public StackOptions withCoordinatorEnvironment(Map<String, String> variables) {
    return new StackOptions(checkout, state, fresh, lesson, nodes, usualPorts, variables);
  }

  public StackOptions withNodes(int number) {
    return new StackOptions(
        checkout, state, fresh, lesson, number, usualPorts, coordinatorEnvironment);
  }

  public StackOptions withFresh() {
    return new StackOptions(
        checkout, state, true, lesson, nodes, usualPorts, coordinatorEnvironment);
  }
}
