package io.gaia.flink.common;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What an operator keeps. */
public final class Kept {

  private Kept() {}

  /** How many entries of keyed state, when it is stored. */
  public static int entries(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
    harness.snapshot(1, 1);
    TestableKeyedStateBackend<?> kept =
        (TestableKeyedStateBackend<?>)
            ((AbstractStreamOperator<?>) harness.getOperator()).<String>getKeyedStateBackend();
    return kept.numKeyValueStateEntries();
  }

  /** Whether a savepoint spells it anywhere, timers and broadcast state included. */
  public static boolean names(AbstractStreamOperatorTestHarness<?> harness, String student)
      throws Exception {
    SnapshotType savepoint = SavepointType.savepoint(SavepointFormatType.CANONICAL);
    return bytes(harness.snapshotWithLocalState(1, 1, savepoint).getJobManagerOwnedState())
        .contains(student);
  }

  private static String bytes(OperatorSubtaskState snapshot) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stream.concat(snapshot.getManagedKeyedState().stream(), snapshot.getRawKeyedState().stream())
        .forEach(handle -> read(stream(handle), all));
    Stream.concat(
            snapshot.getManagedOperatorState().stream(), snapshot.getRawOperatorState().stream())
        .map(OperatorStateHandle::getDelegateStateHandle)
        .forEach(handle -> read(handle, all));
    // the heap's strings are stored a byte a character as long as they are ASCII
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static StreamStateHandle stream(KeyedStateHandle handle) {
    return ((KeyGroupsStateHandle) handle).getDelegateStateHandle();
  }

  private static void read(StreamStateHandle handle, ByteArrayOutputStream all) {
    try (FSDataInputStream in = handle.openInputStream()) {
      in.transferTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
