-- How often teachers helped is counted beforehand, like all else that analysts read (V11): counting
-- the raw rows at each question took up to half a second of a year's fifty thousand.

create table help_days (
  day                timestamptz not null,
  category           text not null,
  student_count      bigint not null,
  intervention_count bigint not null,
  primary key (category, day)
);

create index interventions_when on interventions (created_at);

-- A day whose raw rows are gone keeps the counts that it has.
create function count_help_given(at timestamptz) returns void language sql as $$
  insert into help_days
  select at, category, count(distinct student_id), count(*)
  from interventions
  where created_at >= at and created_at < at + interval '1 day'
  group by category
  on conflict (category, day) do update set
    student_count = excluded.student_count, intervention_count = excluded.intervention_count
$$;

-- As in V13, and counts what was given, too.
create or replace function refresh_help_rollups(at_most integer) returns bigint language plpgsql as $$
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
    perform count_help_given(touched.day);
  end loop;
  return (select count(*) from rollup_help_days_touched);
end
$$;

-- What there is already is counted with the next minutes.
update rollup_help_position set looked_at_to = '-infinity';

create or replace view help_daily as
select day, category, student_count, intervention_count
from help_days
where student_count >= (select group_least from analyst_settings);
