-- How long rows are kept: one table for every edition, so that an operator changes it in one place.
-- The audit log has a setting of its own.

create table retention (
  table_name  text primary key,
  time_column text not null,
  keep        interval not null check (keep > interval '0')
);
insert into retention values
  ('usability_metrics', 'timestamp', '30 days'),
  ('satisfaction_ratings', 'created_at', '1 year'),
  ('frustration_events', 'detected_at', '1 year'),
  ('teacher_dashboard_alerts', 'updated_at', '1 year'),
  ('interventions', 'created_at', '1 year'),
  ('classroom_metrics_snapshot', 'window_start', '3 years');

-- Removes at most this many old rows of each table, and says how many; call it again while a table
-- says as many. Chunks of hypertables that are old as a whole are dropped first, and not counted.
create function apply_retention(at_most integer) returns jsonb language plpgsql as $$
declare
  kept record;
  removed bigint;
  done jsonb = '{}';
begin
  if not pg_try_advisory_xact_lock(hashtext('gaia.retention')) then
    return done; -- another node is at it
  end if;
  for kept in select * from retention order by table_name loop
    if exists (select from pg_extension where extname = 'timescaledb') then
      execute $q$
        select drop_chunks(format('%I', hypertable_name)::regclass, older_than => now() - $1)
        from timescaledb_information.hypertables
        where hypertable_schema = current_schema() and hypertable_name = $2
        $q$ using kept.keep, kept.table_name;
    end if;
    execute format(
      'with old as (select tableoid as t, ctid as c from %1$I where %2$I < now() - $1 limit $2)
       delete from %1$I r using old where r.tableoid = old.t and r.ctid = old.c and %2$I < now() - $1',
      kept.table_name, kept.time_column) using kept.keep, at_most;
    get diagnostics removed = row_count;
    done = done || jsonb_build_object(kept.table_name, removed);
  end loop;
  return done;
end
$$;

-- The policies of V3 would go on by the old numbers.
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb')
    and current_setting('timescaledb.license', true) = 'timescale' then
    perform remove_retention_policy('usability_metrics', if_exists => true);
    perform remove_retention_policy('frustration_events', if_exists => true);
  end if;
end
$$;
