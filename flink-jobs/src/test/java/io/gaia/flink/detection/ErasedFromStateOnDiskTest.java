package io.gaia.flink.detection;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** The same with a back end that keeps bytes, and what was used last in front of it. */
class ErasedFromStateOnDiskTest extends ErasedFromStateTest {

  @Override
  StateBackend backEnd() {
    return new EmbeddedRocksDBStateBackend();
  }
}
