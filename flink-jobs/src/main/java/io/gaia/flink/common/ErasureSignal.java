package io.gaia.flink.common;

import io.gaia.schemas.event.Erasure;

/**
 * A student was erased. It comes in two forms: with the id, to find what is kept under it, and with
 * the hash, to be remembered.
 *
 * @param studentId whose state is to go; empty in the other form
 * @param hash of {@link Erasure#hash}
 * @param readmittedAt what happens from then on is taken, epoch milliseconds; {@link #NEVER}
 */
public record ErasureSignal(String studentId, String hash, String salt, long readmittedAt) {

  public static final long NEVER = Long.MAX_VALUE;

  /** A placeholder. */
  public static final ErasureSignal NONE = new ErasureSignal("", "", "", NEVER);

  public static ErasureSignal sweep(String studentId) {
    return new ErasureSignal(studentId, "", "", NEVER);
  }

  public static ErasureSignal remember(Erasure erasure) {
    return new ErasureSignal(
        "",
        erasure.studentHash(),
        erasure.salt(),
        erasure.readmittedAt().map(at -> at.toEpochMilli()).orElse(NEVER));
  }

  public boolean isSweep() {
    return !studentId.isEmpty();
  }
}
