-- Did it help? A case is help that came while an episode was open. It helped when the student was
-- calm within ten minutes, which is what the teacher's page says too (helped.js). Beside it stands
-- how many of the episodes without help were calm by then: of the same app, kind and severity, in the
-- seven days up to then, that had lasted as long as this one when help came.

create function helped_within() returns interval language sql immutable parallel safe
return interval '10 minutes';

create table help_outcomes (
  day                    timestamptz not null,
  category               text not null,
  student_count          bigint not null,
  case_count             bigint not null,
  calm_count             bigint not null,
  median_seconds_to_calm double precision, -- of those that are over
  similar_count          bigint not null, -- episodes that cases were compared with, each counted once a case
  similar_calm_share     double precision, -- mean over the cases; null when nothing is similar
  primary key (category, day)
);

create table rollup_help_days_touched (day timestamptz primary key);
create table rollup_help_position (looked_at_to timestamptz not null);
insert into rollup_help_position values ('-infinity');

create function count_help(at timestamptz) returns void language sql as $$
  with cases as (
    select h.category, h.student_id, e.app_name, e.event_type, e.severity,
      floor(extract(epoch from h.created_at - e.detected_at) / 60) as minute,
      e.resolved_at - h.created_at as to_calm
    from interventions h
    cross join lateral (
      select * from frustration_events f
      where f.student_id = h.student_id and f.detected_at <= h.created_at
        and f.detected_at > h.created_at - interval '1 hour'
        and (f.resolved_at is null or f.resolved_at > h.created_at)
      order by f.detected_at desc limit 1) e
    where h.created_at >= at and h.created_at < at + interval '1 day'
      -- of the others nobody knows yet
      and (e.resolved_at is not null or h.created_at < now() - helped_within())
  ), lengths as (
    select app_name, event_type, severity,
      floor(extract(epoch from resolved_at - detected_at) / 60) as minutes, count(*) as many
    from frustration_events e
    where detected_at >= at - interval '6 days' and detected_at < at + interval '1 day'
      and resolved_at is not null
      and not exists (
        select from interventions h
        where h.student_id = e.student_id
          and h.created_at >= e.detected_at and h.created_at < e.resolved_at)
    group by 1, 2, 3, 4
  ), compared as (
    select c.*, s.many, s.calm
    from cases c
    cross join lateral (
      select coalesce(sum(l.many), 0) as many,
        sum(l.many) filter (
          where l.minutes < c.minute + extract(epoch from helped_within()) / 60) as calm
      from lengths l
      where l.app_name = c.app_name and l.event_type = c.event_type and l.severity = c.severity
        and l.minutes >= c.minute) s
  )
  insert into help_outcomes
  select at, category, count(distinct student_id), count(*),
    count(*) filter (where to_calm <= helped_within()),
    percentile_cont(0.5) within group (order by extract(epoch from to_calm)),
    sum(many), avg(coalesce(calm, 0) / nullif(many, 0))
  from compared
  group by category
  on conflict (category, day) do update set
    student_count = excluded.student_count, case_count = excluded.case_count,
    calm_count = excluded.calm_count, median_seconds_to_calm = excluded.median_seconds_to_calm,
    similar_count = excluded.similar_count, similar_calm_share = excluded.similar_calm_share
$$;

alter function refresh_rollups(integer) rename to refresh_metric_rollups;

-- As refresh_metric_rollups: at most so many days, and says how many are left.
create function refresh_help_rollups(at_most integer) returns bigint language plpgsql as $$
declare
  looked constant timestamptz = now() - interval '1 minute';
  since constant timestamptz = (select looked_at_to from rollup_help_position);
  touched record;
begin
  if not pg_try_advisory_xact_lock(hashtext('gaia.help-rollups')) then
    return 0; -- another node is at it
  end if;
  insert into rollup_help_days_touched
    select distinct date_trunc('day', h.created_at, 'UTC') from interventions h
    where h.written_at >= since
    union
    select distinct date_trunc('day', e.detected_at, 'UTC') from frustration_events e
    where e.written_at >= since
    on conflict do nothing;
  update rollup_help_position set looked_at_to = looked;
  for touched in
    with next as (select day from rollup_help_days_touched order by day limit at_most)
    delete from rollup_help_days_touched t using next where t.day = next.day returning t.day
  loop
    perform count_help(touched.day);
  end loop;
  return (select count(*) from rollup_help_days_touched);
end
$$;

create function refresh_rollups(at_most integer) returns bigint language plpgsql as $$
begin
  return refresh_metric_rollups(at_most) + refresh_help_rollups(at_most);
end
$$;

create view help_outcome_daily as
select day, category, student_count, case_count, calm_count, median_seconds_to_calm,
  similar_count, similar_calm_share
from help_outcomes
where student_count >= (select group_least from analyst_settings);

create or replace function grant_analyst_views() returns void
language plpgsql
as $$
begin
  execute format('grant usage on schema %I to gaia_analyst', current_schema());
  grant select on classroom_hourly, app_daily, classroom_minutes, item_struggle, help_daily,
    help_outcome_daily to gaia_analyst;
end
$$;

do $$
begin
  if exists (select from pg_roles where rolname = 'gaia_analyst') then
    perform grant_analyst_views();
  end if;
end
$$;
