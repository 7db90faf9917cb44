package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes records of Gaia's topics into their tables, at least once; rows are upserts, so once. A
 * checkpoint waits until all before it is committed.
 *
 * @param databaseUrl a JDBC URL of PostgreSQL
 * @param rejections where records go that the database refuses
 */
public record DatabaseSink(String databaseUrl, Rejections.Opener rejections)
    implements Sink<RawRecord> {

  /** A transaction has at most this many records. */
  static final int MOST_RECORDS = 1_000;

  /** A record waits at most this long for others. */
  static final Duration LONGEST_WAIT = Duration.ofMillis(200);

  /** Reports to the topic rejected-events what the database refuses. */
  public static DatabaseSink reportingTo(String bootstrapServers, String databaseUrl) {
    new PatientDatabase(databaseUrl).close(); // a wrong URL is told at submission
    return new DatabaseSink(databaseUrl, KafkaRejections.opener(bootstrapServers));
  }

  @Override
  public SinkWriter<RawRecord> createWriter(WriterInitContext context) {
    return new DatabaseSinkWriter(
        new PatientDatabase(databaseUrl),
        rejections.open(),
        context.getProcessingTimeService(),
        context.metricGroup());
  }
}
