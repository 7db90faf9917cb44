package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;
import java.util.List;

/** All that one Kafka record does to the database; written together or not at all. */
record RecordRows(RawRecord origin, List<Row> rows) {}
