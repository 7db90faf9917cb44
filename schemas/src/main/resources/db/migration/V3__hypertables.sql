-- Hypertables where TimescaleDB is installed and preloaded; plain tables elsewhere. That the
-- library is preloaded is told by its setting: shared_preload_libraries needs a privilege to read.
-- Columnstore and retention policies belong to the Timescale licence alone. With the Apache edition
-- retention is drop_chunks() on a schedule, with plain PostgreSQL a delete by time.

do $$
begin
  if not exists (select from pg_available_extensions where name = 'timescaledb')
    or current_setting('timescaledb.disable_load', true) is null then
    raise notice 'TimescaleDB is not there: metrics, episodes and snapshots stay plain tables';
    return;
  end if;

  create extension if not exists timescaledb;

  perform create_hypertable('usability_metrics', by_range('timestamp', interval '1 day'),
    create_default_indexes => false);
  perform create_hypertable('frustration_events', by_range('detected_at', interval '7 days'),
    create_default_indexes => false);
  perform create_hypertable('classroom_metrics_snapshot', by_range('window_start', interval '7 days'),
    create_default_indexes => false);

  if current_setting('timescaledb.license', true) = 'timescale' then
    alter table usability_metrics set (
      timescaledb.compress,
      timescaledb.compress_segmentby = 'classroom_id, app_name',
      timescaledb.compress_orderby = 'timestamp, event_id');
    perform add_compression_policy('usability_metrics', interval '7 days');
    perform add_retention_policy('usability_metrics', interval '30 days');
    perform add_retention_policy('frustration_events', interval '1 year');
  end if;
end
$$;
