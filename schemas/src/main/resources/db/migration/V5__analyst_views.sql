-- What analysts read: the same names on every edition, no student, and no group under 5 students.

create view classroom_hourly as
select
  date_trunc('hour', timestamp, 'UTC') as hour,
  classroom_id,
  app_name,
  count(distinct student_id) as student_count,
  count(*) as event_count,
  count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct))
    as error_count,
  count(*) filter (where metric_type = 'attempt') as attempt_count,
  count(*) filter (where metric_type = 'hint_request') as hint_count,
  count(*) filter (where metric_type = 'backspace')::double precision
    / nullif(count(*) filter (where metric_type = 'keypress'), 0) as backspace_rate
from usability_metrics
where classroom_id is not null
group by 1, 2, 3
having count(distinct student_id) >= 5;

create view app_daily as
select
  date_trunc('day', timestamp, 'UTC') as day,
  app_name,
  count(distinct student_id) as student_count,
  count(*) as event_count,
  count(*) filter (where metric_type = 'error' or (metric_type = 'attempt' and not correct))
    as error_count,
  count(*) filter (where metric_type = 'attempt') as attempt_count,
  count(*) filter (where metric_type = 'hint_request') as hint_count
from usability_metrics
group by 1, 2
having count(distinct student_id) >= 5;

create view classroom_minutes as
select
  classroom_id,
  app_name,
  window_start,
  window_end,
  student_count,
  active_student_count,
  average_frustration_level,
  average_error_rate,
  average_backspace_rate,
  health_score
from classroom_metrics_snapshot
where student_count >= 5;

create view item_struggle as
select
  app_name,
  lesson_id,
  item_id,
  count(distinct student_id) as student_count,
  count(*) as episode_count,
  count(*) filter (where severity in ('high', 'critical')) as severe_episode_count,
  avg(extract(epoch from resolved_at - detected_at)) as mean_seconds_to_resolve
from frustration_events
where item_id is not null
group by 1, 2, 3
having count(distinct student_id) >= 5;

create view help_daily as
select
  date_trunc('day', created_at, 'UTC') as day,
  category,
  count(distinct student_id) as student_count,
  count(*) as intervention_count
from interventions
group by 1, 2
having count(distinct student_id) >= 5;

-- Views read with their owner's rights, so the role needs none on any table.
create function grant_analyst_views() returns void
language plpgsql
as $$
begin
  execute format('grant usage on schema %I to gaia_analyst', current_schema());
  grant select on classroom_hourly, app_daily, classroom_minutes, item_struggle, help_daily
    to gaia_analyst;
end
$$;
revoke execute on function grant_analyst_views() from public;

do $$
begin
  if not exists (select from pg_roles where rolname = 'gaia_analyst') then
    if not (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) then
      raise notice 'no right to create roles: create gaia_analyst, then call grant_analyst_views()';
      return;
    end if;
    begin
      create role gaia_analyst nologin;
    exception when duplicate_object or unique_violation then
      null; -- roles belong to all databases of a server: another migration was first
    end;
  end if;
  perform grant_analyst_views();
end
$$;
