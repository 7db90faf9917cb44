-- What analysts read is counted beforehand: their views answer at once, whatever there is of raw
-- rows, on every edition. The coordinator counts anew what has changed, once a minute; the counts
-- outlive the raw rows and name nobody.

create table analyst_settings (
  only_row    boolean primary key default true check (only_row),
  group_least bigint not null default 5 check (group_least >= 2) -- smaller groups are left out
);
insert into analyst_settings default values;

create table classroom_hours (
  hour            timestamptz not null,
  classroom_id    text not null,
  app_name        text not null,
  student_count   bigint not null,
  event_count     bigint not null,
  error_count     bigint not null,
  attempt_count   bigint not null,
  hint_count      bigint not null,
  backspace_count bigint not null,
  keypress_count  bigint not null,
  primary key (classroom_id, app_name, hour)
);
create index classroom_hours_hour on classroom_hours (hour);

create table app_days (
  day           timestamptz not null,
  app_name      text not null,
  student_count bigint not null,
  event_count   bigint not null,
  error_count   bigint not null,
  attempt_count bigint not null,
  hint_count    bigint not null,
  primary key (app_name, day)
);

create table item_totals (
  app_name             text not null,
  lesson_id            text not null, -- empty when there is none
  item_id              text not null,
  student_count        bigint not null,
  episode_count        bigint not null,
  severe_episode_count bigint not null,
  resolved_count       bigint not null,
  seconds_to_resolve   numeric not null, -- of all that are resolved
  primary key (app_name, item_id, lesson_id)
);

-- Rows tell when they were written, so what was touched since is found.
create index usability_metrics_written on usability_metrics using brin (created_at);
create index frustration_events_written on frustration_events (written_at);
create index frustration_events_item on frustration_events (app_name, item_id)
  where item_id is not null;

create table rollup_position (
  name          text primary key,
  looked_at_to  timestamptz not null
);
insert into rollup_position values ('metrics', '-infinity'), ('episodes', '-infinity');
create table rollup_hours_touched (hour timestamptz primary key);
create table rollup_items_touched (app_name text, item_id text, primary key (app_name, item_id));

create function count_hour(at timestamptz) returns void language sql as $$
  insert into classroom_hours
  select at, classroom_id, app_name, count(distinct student_id), count(*),
    count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct)),
    count(*) filter (where metric_type = 'attempt'),
    count(*) filter (where metric_type = 'hint_request'),
    count(*) filter (where metric_type = 'backspace'),
    count(*) filter (where metric_type = 'keypress')
  from usability_metrics
  where timestamp >= at and timestamp < at + interval '1 hour' and classroom_id is not null
  group by classroom_id, app_name
  on conflict (classroom_id, app_name, hour) do update set
    student_count = excluded.student_count, event_count = excluded.event_count,
    error_count = excluded.error_count, attempt_count = excluded.attempt_count,
    hint_count = excluded.hint_count, backspace_count = excluded.backspace_count,
    keypress_count = excluded.keypress_count
$$;

create function count_day(at timestamptz) returns void language sql as $$
  insert into app_days
  select at, app_name, count(distinct student_id), count(*),
    count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct)),
    count(*) filter (where metric_type = 'attempt'),
    count(*) filter (where metric_type = 'hint_request')
  from usability_metrics
  where timestamp >= at and timestamp < at + interval '1 day'
  group by app_name
  on conflict (app_name, day) do update set
    student_count = excluded.student_count, event_count = excluded.event_count,
    error_count = excluded.error_count, attempt_count = excluded.attempt_count,
    hint_count = excluded.hint_count
$$;

create function count_item(app text, item text) returns void language sql as $$
  insert into item_totals
  select app, coalesce(lesson_id, ''), item, count(distinct student_id), count(*),
    count(*) filter (where severity in ('high', 'critical')), count(resolved_at),
    coalesce(sum(extract(epoch from resolved_at - detected_at)), 0)
  from frustration_events
  where app_name = app and item_id = item
  group by coalesce(lesson_id, '')
  on conflict (app_name, item_id, lesson_id) do update set
    student_count = excluded.student_count, episode_count = excluded.episode_count,
    severe_episode_count = excluded.severe_episode_count,
    resolved_count = excluded.resolved_count, seconds_to_resolve = excluded.seconds_to_resolve
$$;

-- Counts anew what was written since the last time: at most so many hours and items. Says how many
-- are left. A day whose raw rows begin to leave by retention keeps the counts that it has.
create function refresh_rollups(at_most integer) returns bigint language plpgsql as $$
declare
  -- a transaction that is still open has rows of an earlier time
  looked constant timestamptz = now() - interval '1 minute';
  oldest constant timestamptz = date_trunc('day', now() - (
    select keep from retention where table_name = 'usability_metrics'), 'UTC') + interval '1 day';
  touched record;
begin
  if not pg_try_advisory_xact_lock(hashtext('gaia.rollups')) then
    return 0; -- another node is at it
  end if;
  insert into rollup_hours_touched
    select distinct date_trunc('hour', m.timestamp, 'UTC') from usability_metrics m
    where m.created_at >= (select looked_at_to from rollup_position where name = 'metrics')
      and m.timestamp >= oldest
    on conflict do nothing;
  insert into rollup_items_touched
    select distinct e.app_name, e.item_id from frustration_events e
    where e.written_at >= (select looked_at_to from rollup_position where name = 'episodes')
      and e.item_id is not null
    on conflict do nothing;
  update rollup_position set looked_at_to = looked;

  create temporary table if not exists days_touched (day timestamptz primary key)
    on commit delete rows;
  for touched in
    with next as (select hour from rollup_hours_touched order by hour limit at_most)
    delete from rollup_hours_touched t using next where t.hour = next.hour returning t.hour
  loop
    perform count_hour(touched.hour);
    insert into days_touched values (date_trunc('day', touched.hour, 'UTC')) on conflict do nothing;
  end loop;
  perform count_day(day) from days_touched;
  for touched in
    with next as (select app_name, item_id from rollup_items_touched limit at_most)
    delete from rollup_items_touched t using next
      where t.app_name = next.app_name and t.item_id = next.item_id
      returning t.app_name, t.item_id
  loop
    perform count_item(touched.app_name, touched.item_id);
  end loop;
  return (select count(*) from rollup_hours_touched) + (select count(*) from rollup_items_touched);
end
$$;

create or replace view classroom_hourly as
select hour, classroom_id, app_name, student_count, event_count, error_count, attempt_count,
  hint_count, backspace_count::double precision / nullif(keypress_count, 0) as backspace_rate
from classroom_hours
where student_count >= (select group_least from analyst_settings);

create or replace view app_daily as
select day, app_name, student_count, event_count, error_count, attempt_count, hint_count
from app_days
where student_count >= (select group_least from analyst_settings);

create or replace view classroom_minutes as
select classroom_id, app_name, window_start, window_end, student_count, active_student_count,
  average_frustration_level, average_error_rate, average_backspace_rate, health_score
from classroom_metrics_snapshot
where student_count >= (select group_least from analyst_settings);

create or replace view item_struggle as
select app_name, nullif(lesson_id, '') as lesson_id, item_id, student_count, episode_count,
  severe_episode_count, seconds_to_resolve / nullif(resolved_count, 0) as mean_seconds_to_resolve
from item_totals
where student_count >= (select group_least from analyst_settings);

create or replace view help_daily as
select date_trunc('day', created_at, 'UTC') as day, category,
  count(distinct student_id) as student_count, count(*) as intervention_count
from interventions
group by 1, 2
having count(distinct student_id) >= (select group_least from analyst_settings);
