-- The coordination state as the projection writes it. The replicated log is the truth; these rows
-- arrive in its order, so there are no foreign keys: an evicted row must never hold back another.

create table claude_sessions (
  id                   text primary key,
  name                 text not null,
  user_id              text,
  tier                 text not null check (tier in ('high_level', 'manager', 'worker')),
  provider             text not null
    check (provider in ('claude', 'codex', 'ollama', 'openai', 'gemini', 'other')),
  capabilities         text[] not null default '{}',
  status               text not null
    check (status in ('idle', 'busy', 'paused', 'draining', 'failed', 'offline')),
  health               text not null check (health in ('healthy', 'degraded', 'unhealthy')),
  lesson_id            text,
  time_window          jsonb,
  max_concurrent_tasks integer not null default 1,
  current_task_count   integer not null default 0,
  consecutive_failures integer not null default 0,
  last_heartbeat       timestamptz,
  last_progress        timestamptz,
  lease_expires_at     timestamptz,
  incarnation          bigint not null default 1,
  metadata             jsonb not null default '{}',
  statistics           jsonb not null default '{}',
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now()
);
create index claude_sessions_name on claude_sessions (name);
create index claude_sessions_status on claude_sessions (status);

create table lessons (
  id          text primary key,
  name        text not null,
  description text,
  paused      boolean not null default false,
  metadata    jsonb not null default '{}',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);

create table distributed_task_queue (
  id                text primary key,
  idempotency_key   text,
  task_type         text not null,
  payload           jsonb,
  priority          smallint not null default 0 check (priority between 0 and 9),
  lesson_id         text,
  target_session_id text,
  requires          jsonb,
  depends_on        text[] not null default '{}',
  run_at            timestamptz,
  status            text not null check
    (status in ('pending', 'assigned', 'in_progress', 'completed', 'failed', 'cancelled')),
  claimed_by        text,
  fence             bigint,
  claim_expires_at  timestamptz,
  retry_count       integer not null default 0,
  lost_count        integer not null default 0,
  max_retries       integer not null default 3,
  progress          jsonb,
  checkpoint        jsonb,
  result            jsonb,
  error             text,
  attempts          jsonb not null default '[]',
  enqueued_at       timestamptz not null default now(),
  completed_at      timestamptz,
  updated_at        timestamptz not null default now()
);
create index distributed_task_queue_status on distributed_task_queue (status, enqueued_at);
create index distributed_task_queue_lesson on distributed_task_queue (lesson_id, status);
create index distributed_task_queue_claimed_by on distributed_task_queue (claimed_by)
  where claimed_by is not null;

create table distributed_locks (
  lock_key      text primary key,
  owner_id      text not null,
  fence         bigint not null,
  ttl_seconds   double precision not null,
  expires_at    timestamptz not null,
  acquired_at   timestamptz not null,
  renewed_count integer not null default 0,
  metadata      jsonb not null default '{}'
);
create index distributed_locks_owner on distributed_locks (owner_id);

create table session_affinity (
  session_id text not null,
  lesson_id  text not null,
  created_at timestamptz not null default now(),
  primary key (session_id, lesson_id)
);
create index session_affinity_lesson on session_affinity (lesson_id);

-- How far the projection has come. A leader moves it only forward in (term, index), in the
-- transaction that writes the rows, so an old leader cannot overwrite a newer one's.
create table projection_position (
  name       text primary key,
  term       bigint not null,
  index      bigint not null,
  updated_at timestamptz not null default now()
);
