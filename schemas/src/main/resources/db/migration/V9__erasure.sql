-- Erasing a student: no row names them afterwards, and none that comes late does either. What is
-- remembered is a salted hash. Who has this database and guesses an id can check the guess.

create table erasure_salts (
  salt text primary key -- one, unless two nodes made the first erasure at once
);

create table erasures (
  student_hash  text primary key, -- erased_hash(salt, id)
  erased_at     timestamptz not null,
  readmitted_at timestamptz -- when the roster named the student anew: what happens from then on is stored
);

create function erased_hash(salt text, student text) returns text
language sql immutable strict parallel safe
return encode(sha256(convert_to(salt || '|' || student, 'UTF8')), 'hex');

-- Whether what the student did then is not to be stored.
create function is_erased(student text, at timestamptz) returns boolean
language sql stable parallel safe
return exists (
  select
  from erasure_salts s
  join erasures e on e.student_hash = erased_hash(s.salt, student)
  where e.readmitted_at is null or at < e.readmitted_at);

-- Enrollments need no guard: they follow the roster's topic, whose last word on a key is the last.
do $$
declare
  guarded record;
begin
  for guarded in
    select * from (values
      ('usability_metrics', 'timestamp'),
      ('satisfaction_ratings', 'created_at'),
      ('frustration_events', 'detected_at'),
      ('interventions', 'created_at')) as t (name, time)
  loop
    execute format($f$
      create function keep_erased_out_of_%1$s() returns trigger language plpgsql as $t$
      begin
        -- is_erased() written out: a call for each row costs more than the rest of it
        if exists (
          select
          from erasure_salts s
          join erasures e on e.student_hash = erased_hash(s.salt, new.student_id)
          where e.readmitted_at is null or new.%2$I < e.readmitted_at)
        then
          return null;
        end if;
        return new;
      end
      $t$;
      create trigger keep_erased_out before insert on %1$s
        for each row execute function keep_erased_out_of_%1$s()
      $f$, guarded.name, guarded.time);
  end loop;
end
$$;

-- An alert of a class stays, without the student.
create function without_erased(students jsonb, at timestamptz) returns jsonb
language sql stable
return (select coalesce(jsonb_agg(id order by position), '[]')
  from jsonb_array_elements_text(students) with ordinality as s (id, position)
  where not is_erased(id, at));

create function keep_erased_out_of_alerts() returns trigger language plpgsql as $$
begin
  if is_erased(new.student_id, new.updated_at) then
    return null;
  end if;
  if new.details ? 'students' then
    new.details = jsonb_set(new.details, '{students}',
      without_erased(new.details -> 'students', new.updated_at));
  end if;
  return new;
end
$$;
create trigger keep_erased_out before insert on teacher_dashboard_alerts
  for each row execute function keep_erased_out_of_alerts();

create index teacher_dashboard_alerts_class_students
  on teacher_dashboard_alerts using gin ((details -> 'students')) where kind = 'class';

-- That somebody looked at a student stays in the audit log; who the student was does not.
create or replace function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('gaia.prunes_audit', true) = 'on' then
    return old;
  end if;
  if tg_op = 'UPDATE' and current_setting('gaia.erases_student', true) = 'on'
    and to_jsonb(new) - 'student_ids' = to_jsonb(old) - 'student_ids' then
    return new;
  end if;
  raise exception 'audit_log is append-only: % is refused', tg_op;
end
$$;

create function hide_erased_in_audit_log() returns trigger language plpgsql as $$
begin
  new.student_ids = array(
    select case when is_erased(id, new.at) then erased_hash((select min(salt) from erasure_salts), id)
      else id end
    from unnest(new.student_ids) as s (id));
  return new;
end
$$;
create trigger hide_erased before insert on audit_log
  for each row execute function hide_erased_in_audit_log();

-- First of three steps, each a transaction of its own: from now on no row of the student is taken.
create function begin_erasure(student text, salted_with text, at timestamptz) returns void
language plpgsql as $$
begin
  insert into erasure_salts values (salted_with) on conflict do nothing;
  insert into erasures (student_hash, erased_at) values (erased_hash(salted_with, student), at)
    on conflict (student_hash) do update set erased_at = excluded.erased_at, readmitted_at = null;
end
$$;

-- The second: waits for those who were writing meanwhile and do not know of it yet.
create function await_writers() returns void language plpgsql as $$
begin
  set local lock_timeout = '10s';
  lock table usability_metrics, satisfaction_ratings, frustration_events, interventions,
    teacher_dashboard_alerts, audit_log in share mode;
end
$$;

-- The third: removes what was there, and tells how many rows of which table.
create function erase_rows(student text, salted_with text) returns jsonb language plpgsql as $$
declare
  erased jsonb = '{}';
  changed bigint;
  from_table text;
begin
  foreach from_table in array array['usability_metrics', 'satisfaction_ratings',
    'frustration_events', 'teacher_dashboard_alerts', 'interventions', 'enrollments']
  loop
    execute format('delete from %I where student_id = $1', from_table) using student;
    get diagnostics changed = row_count;
    erased = erased || jsonb_build_object(from_table, changed);
  end loop;

  update teacher_dashboard_alerts
    set details = jsonb_set(details, '{students}', (details -> 'students') - student)
    where kind = 'class' and details -> 'students' ? student;
  get diagnostics changed = row_count;
  erased = erased || jsonb_build_object('alerts_of_classes', changed);

  perform set_config('gaia.erases_student', 'on', true);
  update audit_log
    set student_ids = array_replace(student_ids, student, erased_hash(salted_with, student))
    where student_ids @> array[student];
  get diagnostics changed = row_count;
  perform set_config('gaia.erases_student', 'off', true);
  return erased || jsonb_build_object('audit_log', changed);
end
$$;
