package io.gaia.flink.snapshot;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.json.EventCodec;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Reads who was erased, by hash. */
final class ErasureDecoder implements KafkaEnds.Decoder<ErasureSignal> {
  private static final long serialVersionUID = 1;

  @Override
  public ErasureSignal decode(RawRecord record) {
    if (record.isTombstone()) {
      return ErasureSignal.NONE;
    }
    try {
      return ErasureSignal.remember(EventCodec.fromBytes(record.value(), Erasure.class));
    } catch (RuntimeException e) {
      return ErasureSignal.NONE; // the detection job reports it
    }
  }

  @Override
  public TypeInformation<ErasureSignal> type() {
    return TypeInformation.of(ErasureSignal.class);
  }
}
