package io.gaia.flink.writer;

import io.gaia.flink.common.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records and writes them when they are many, when they have waited, and at checkpoints.
 */
final class DatabaseSinkWriter implements SinkWriter<RawRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSinkWriter.class);

  private final PatientDatabase database;
  private final Rejections rejections;
  private final ProcessingTimeService time;
  private final Counter written;
  private final Counter malformed;
  private final Counter refused;
  private final List<RecordRows> waiting = new ArrayList<>();
  private boolean timerSet;

  DatabaseSinkWriter(
      PatientDatabase database,
      Rejections rejections,
      ProcessingTimeService time,
      MetricGroup metrics) {
    this.database = database;
    this.rejections = rejections;
    this.time = time;
    written = metrics.counter("gaia_records_written");
    malformed = metrics.counter("gaia_records_malformed");
    refused = metrics.counter("gaia_records_refused");
    metrics.gauge("gaia_database_waiting_seconds", () -> database.waiting().toSeconds());
  }

  @Override
  public void write(RawRecord record, Context context) throws IOException, InterruptedException {
    try {
      List<Row> rows = RowReader.rows(record);
      if (!rows.isEmpty()) {
        waiting.add(new RecordRows(record, rows));
      }
    } catch (RowReader.Malformed e) {
      malformed.inc();
    } catch (RowReader.Foreign e) {
      refuse(new Refused(record, e.getMessage()));
    }
    if (waiting.size() >= DatabaseSink.MOST_RECORDS) {
      commit();
    } else if (!timerSet) {
      timerSet = true;
      time.registerTimer(
          time.getCurrentProcessingTime() + DatabaseSink.LONGEST_WAIT.toMillis(),
          at -> {
            timerSet = false;
            commit();
          });
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    commit();
    rejections.flush();
  }

  private void commit() throws InterruptedException {
    List<Refused> notTaken = database.write(waiting);
    written.inc(waiting.size() - notTaken.size());
    waiting.clear();
    notTaken.forEach(this::refuse);
  }

  private void refuse(Refused record) {
    refused.inc();
    LOG.warn("not stored, reported as rejected: {}: {}", record.origin(), record.reason());
    rejections.report(record);
  }

  /** What is not committed yet will come again from the checkpoint. */
  @Override
  public void close() {
    database.close();
    rejections.close();
  }
}
