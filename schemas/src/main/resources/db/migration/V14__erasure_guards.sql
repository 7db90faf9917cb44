-- The guards that keep erased students out (V9) cost the writer two thirds of its rate, even when
-- nobody was ever erased: they come with the first erasure, and stay.

-- A writer that began before has to end first; after it every row meets its guard.
create function guard_against_erased() returns void language plpgsql as $$
declare
  guarded record;
begin
  perform pg_advisory_xact_lock(hashtext('gaia.erasure-guards')); -- two nodes may erase at once
  for guarded in
    select * from (values
      ('usability_metrics', 'keep_erased_out_of_usability_metrics'),
      ('satisfaction_ratings', 'keep_erased_out_of_satisfaction_ratings'),
      ('frustration_events', 'keep_erased_out_of_frustration_events'),
      ('interventions', 'keep_erased_out_of_interventions'),
      ('teacher_dashboard_alerts', 'keep_erased_out_of_alerts')) as t (name, guard)
    where not exists (
      select from pg_trigger
      where tgrelid = t.name::regclass and tgname = 'keep_erased_out')
  loop
    perform set_config('lock_timeout', '10s', true);
    execute format('create trigger keep_erased_out before insert on %I
      for each row execute function %I()', guarded.name, guarded.guard);
  end loop;
end
$$;

create or replace function begin_erasure(student text, salted_with text, at timestamptz) returns void
language plpgsql as $$
begin
  perform guard_against_erased();
  insert into erasure_salts values (salted_with) on conflict do nothing;
  insert into erasures (student_hash, erased_at) values (erased_hash(salted_with, student), at)
    on conflict (student_hash) do update set erased_at = excluded.erased_at, readmitted_at = null;
  analyze erasures; -- as in V12
end
$$;

do $$
begin
  if not exists (select from erasures) then
    drop trigger keep_erased_out on usability_metrics;
    drop trigger keep_erased_out on satisfaction_ratings;
    drop trigger keep_erased_out on frustration_events;
    drop trigger keep_erased_out on interventions;
    drop trigger keep_erased_out on teacher_dashboard_alerts;
  end if;
end
$$;
