-- Counting keeps up with large days. A day is counted when its hours are, in a step of its own, and
-- a step ends after some seconds: before, a step was a day's hours and the day, and took longer than
-- a statement may. Students are told apart by grouping, which needs no sorting of all events.

create table rollup_days_touched (day timestamptz primary key);

create or replace function count_hour(at timestamptz) returns void language sql as $$
  insert into classroom_hours
  select at, classroom_id, app_name, count(*), sum(events)::bigint, sum(errors)::bigint,
    sum(attempts)::bigint, sum(hints)::bigint, sum(backspaces)::bigint, sum(keypresses)::bigint
  from (
    select classroom_id, app_name, student_id, count(*) as events,
      count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct))
        as errors,
      count(*) filter (where metric_type = 'attempt') as attempts,
      count(*) filter (where metric_type = 'hint_request') as hints,
      count(*) filter (where metric_type = 'backspace') as backspaces,
      count(*) filter (where metric_type = 'keypress') as keypresses
    from usability_metrics
    where timestamp >= at and timestamp < at + interval '1 hour' and classroom_id is not null
    group by classroom_id, app_name, student_id) each_student
  group by classroom_id, app_name
  on conflict (classroom_id, app_name, hour) do update set
    student_count = excluded.student_count, event_count = excluded.event_count,
    error_count = excluded.error_count, attempt_count = excluded.attempt_count,
    hint_count = excluded.hint_count, backspace_count = excluded.backspace_count,
    keypress_count = excluded.keypress_count
$$;

create or replace function count_day(at timestamptz) returns void language sql as $$
  insert into app_days
  select at, app_name, count(*), sum(events)::bigint, sum(errors)::bigint, sum(attempts)::bigint,
    sum(hints)::bigint
  from (
    select app_name, student_id, count(*) as events,
      count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct))
        as errors,
      count(*) filter (where metric_type = 'attempt') as attempts,
      count(*) filter (where metric_type = 'hint_request') as hints
    from usability_metrics
    where timestamp >= at and timestamp < at + interval '1 day'
    group by app_name, student_id) each_student
  group by app_name
  on conflict (app_name, day) do update set
    student_count = excluded.student_count, event_count = excluded.event_count,
    error_count = excluded.error_count, attempt_count = excluded.attempt_count,
    hint_count = excluded.hint_count
$$;

-- Counts anew what was written since the last time, at most so many hours, days and items, and says
-- how many are left; before it looks for more, they are counted. It ends earlier when it has taken
-- five seconds, but never before it has counted one.
create or replace function refresh_metric_rollups(at_most integer) returns bigint
language plpgsql as $$
declare
  -- a transaction that is still open has rows of an earlier time
  looked constant timestamptz = now() - interval '1 minute';
  oldest constant timestamptz = date_trunc('day', now() - (
    select keep from retention where table_name = 'usability_metrics'), 'UTC') + interval '1 day';
  ends timestamptz;
  counted integer = 0;
  touched record;
begin
  if not pg_try_advisory_xact_lock(hashtext('gaia.rollups')) then
    return 0; -- another node is at it
  end if;
  -- what was written within the last minute is found each time, so not before the rest is counted
  if not exists (select from rollup_hours_touched) and not exists (select from rollup_days_touched)
    and not exists (select from rollup_items_touched) then
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
  end if;

  -- whose raw rows begin to leave keeps the counts that it has
  delete from rollup_hours_touched where hour < oldest;
  delete from rollup_days_touched where day < oldest;
  ends = clock_timestamp() + interval '5 seconds';
  for touched in select hour from rollup_hours_touched order by hour limit at_most loop
    exit when counted > 0 and clock_timestamp() > ends;
    perform count_hour(touched.hour);
    delete from rollup_hours_touched where hour = touched.hour;
    insert into rollup_days_touched values (date_trunc('day', touched.hour, 'UTC'))
      on conflict do nothing;
    counted = counted + 1;
  end loop;
  for touched in
    select day from rollup_days_touched d
    where not exists (
      select from rollup_hours_touched h
      where h.hour >= d.day and h.hour < d.day + interval '1 day')
    order by day limit at_most
  loop
    exit when counted > 0 and clock_timestamp() > ends;
    perform count_day(touched.day);
    delete from rollup_days_touched where day = touched.day;
    counted = counted + 1;
  end loop;
  for touched in select app_name, item_id from rollup_items_touched limit at_most loop
    exit when counted > 0 and clock_timestamp() > ends;
    perform count_item(touched.app_name, touched.item_id);
    delete from rollup_items_touched
      where app_name = touched.app_name and item_id = touched.item_id;
    counted = counted + 1;
  end loop;
  return (select count(*) from rollup_hours_touched) + (select count(*) from rollup_days_touched)
    + (select count(*) from rollup_items_touched);
end
$$;

-- Help is compared once all else is counted, and not after each step of it.
create or replace function refresh_rollups(at_most integer) returns bigint language plpgsql as $$
declare
  left_over constant bigint = refresh_metric_rollups(at_most);
begin
  return case when left_over > 0 then left_over else refresh_help_rollups(at_most) end;
end
$$;
