-- Who read or changed what of a named student. Rows are only added; they leave by age alone, through
-- prune_audit.

create table audit_log (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  subject      text not null, -- of the caller's token
  roles        text[] not null,
  action       text not null check (action in ('read', 'change', 'listen')),
  route        text not null, -- such as GET /students/{id}/story; of listen the channel
  classroom_id text not null,
  student_ids  text[] not null default '{}', -- whom the answer named; of listen nobody: all of the class
  address      text not null, -- of the network
  recorded_at  timestamptz not null default now()
);
create index audit_log_at on audit_log (at);
create index audit_log_students on audit_log using gin (student_ids);
create index audit_log_classroom on audit_log (classroom_id, id);

create function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('gaia.prunes_audit', true) = 'on' then
    return old;
  end if;
  raise exception 'audit_log is append-only: % is refused', tg_op;
end
$$;

create trigger audit_log_is_append_only before update or delete on audit_log
  for each row execute function refuse_change_of_audit_log();
create trigger audit_log_is_not_emptied before truncate on audit_log
  for each statement execute function refuse_change_of_audit_log();

-- Removes what is older, and says how much that was.
create function prune_audit(keep interval) returns bigint language plpgsql as $$
declare
  removed bigint;
begin
  perform set_config('gaia.prunes_audit', 'on', true);
  delete from audit_log where at < now() - keep;
  get diagnostics removed = row_count;
  perform set_config('gaia.prunes_audit', 'off', true);
  return removed;
end
$$;
