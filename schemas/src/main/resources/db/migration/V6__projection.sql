-- What the HTTP resources show and V1 had no column for. A column that the projection fills has the
-- name of the resource's field. row_digest tells which text a row was written from, so that a new
-- leader finds what differs without rewriting the rest.

alter table claude_sessions
  add column stalled boolean not null default false,
  add column registered_at timestamptz,
  add column reason text,
  add column row_digest bigint;
-- heartbeats change no indexed column: with room on its page a row is renewed in place
alter table claude_sessions set (fillfactor = 70);

alter table lessons rename column name to title;
alter table lessons
  drop column description,
  add column priority smallint not null default 0 check (priority between 0 and 9),
  add column tasks_total bigint not null default 0,
  add column tasks_completed bigint not null default 0,
  add column tasks_failed bigint not null default 0,
  add column tasks_cancelled bigint not null default 0,
  add column row_digest bigint;
alter table lessons set (fillfactor = 70);

alter table distributed_task_queue rename column completed_at to finished_at;
alter table distributed_task_queue
  add column blocked_by text[] not null default '{}',
  add column claimed_at timestamptz,
  add column started_at timestamptz,
  add column attempt integer not null default 0,
  add column cancel_requested boolean not null default false,
  add column row_digest bigint;

alter table distributed_locks
  add column waiting text[] not null default '{}',
  add column row_digest bigint;

alter table session_affinity
  add column score smallint not null default 0 check (score between 0 and 100),
  add column time_window jsonb,
  add column row_digest bigint;
