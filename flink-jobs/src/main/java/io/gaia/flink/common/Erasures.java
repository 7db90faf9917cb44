package io.gaia.flink.common;

import io.gaia.schemas.event.Erasure;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Who was erased, as broadcast state that holds no id: an event that is still under way, or that an
 * app sends all the same, must not bring a student back.
 */
public final class Erasures {

  /** By hash. */
  public static final MapStateDescriptor<String, ErasedState> STATE =
      new MapStateDescriptor<>("erasures", Types.STRING, Types.POJO(ErasedState.class));

  /** No hash; under it stand the salts, one unless two nodes made the first erasure at once. */
  static final String SALTS = "";

  private Erasures() {}

  public static void take(ErasureSignal signal, BroadcastState<String, ErasedState> state)
      throws Exception {
    if (signal.isSweep()) {
      return;
    }
    ErasedState erased = new ErasedState();
    erased.readmittedAt = signal.readmittedAt();
    state.put(signal.hash(), erased);
    ErasedState salts = state.get(SALTS);
    if (salts == null) {
      salts = new ErasedState();
    }
    if (!salts.salts.contains(signal.salt())) {
      salts.salts.add(signal.salt());
      state.put(SALTS, salts);
    }
  }

  /**
   * Whether what the student did then is not to be taken. It costs a hash once anybody was erased,
   * so ask when a student is new.
   */
  public static boolean cover(
      ReadOnlyBroadcastState<String, ErasedState> state, String studentId, long at)
      throws Exception {
    ErasedState salts = state.get(SALTS);
    if (salts == null) {
      return false;
    }
    for (String salt : salts.salts) {
      ErasedState erased = state.get(Erasure.hash(salt, studentId));
      if (erased != null && at < erased.readmittedAt) {
        return true;
      }
    }
    return false;
  }
}
