-- What happens in class. A row's own time is event time; written_at tells when it was stored.
-- Primary keys of tables that become hypertables contain the time column, as TimescaleDB demands.

create table classrooms (
  classroom_id text primary key,
  name         text not null,
  teacher_ids  text[] not null default '{}', -- the first one is in charge
  size         integer,
  updated_at   timestamptz not null default now()
);

create table enrollments (
  student_id   text not null,
  classroom_id text not null,
  position     integer not null, -- from 1; the first class counts when nothing else tells
  school_id    text,
  updated_at   timestamptz not null default now(),
  primary key (student_id, classroom_id)
);
create index enrollments_classroom on enrollments (classroom_id);

create table usability_metrics (
  event_id     text not null,
  student_id   text not null,
  app_name     text not null,
  session_id   text not null,
  classroom_id text, -- as sent; null when the event named none
  lesson_id    text,
  item_id      text,
  metric_type  text not null,
  metric_value double precision not null,
  correct      boolean,
  metadata     jsonb not null default '{}', -- with unknown top-level fields under their own names
  extra        jsonb, -- the unknown top-level fields as sent
  timestamp    timestamptz not null,
  created_at   timestamptz not null default now(),
  primary key (event_id, timestamp)
);
create index usability_metrics_time on usability_metrics using brin (timestamp);
create index usability_metrics_classroom on usability_metrics (classroom_id, app_name, timestamp);
create index usability_metrics_student on usability_metrics (student_id, timestamp);

create table satisfaction_ratings (
  event_id      text primary key,
  student_id    text not null,
  app_name      text not null,
  session_id    text not null,
  classroom_id  text,
  rating        smallint not null check (rating between 1 and 5),
  feedback_text text,
  created_at    timestamptz not null, -- when the student rated
  written_at    timestamptz not null default now()
);
create index satisfaction_ratings_student on satisfaction_ratings (student_id, app_name, created_at);
create index satisfaction_ratings_classroom on satisfaction_ratings (classroom_id, created_at);

create table frustration_events (
  id              text not null,
  student_id      text not null,
  app_name        text not null,
  classroom_id    text not null,
  lesson_id       text,
  item_id         text,
  event_type      text not null, -- struggle | quiet
  severity        text not null check (severity in ('low', 'medium', 'high', 'critical')),
  score           double precision not null, -- the highest reached, 0 to 1
  details         jsonb not null default '{}',
  detected_at     timestamptz not null,
  acknowledged_at timestamptz, -- when a teacher acknowledged the student's alert meanwhile
  resolved_at     timestamptz,
  revision        bigint not null,
  written_at      timestamptz not null default now(),
  primary key (id, detected_at)
);
create index frustration_events_student on frustration_events (student_id, app_name, detected_at);
create index frustration_events_classroom on frustration_events (classroom_id, detected_at);
create index frustration_events_open on frustration_events (detected_at) where resolved_at is null;

create table teacher_dashboard_alerts (
  id                text primary key,
  teacher_id        text, -- in charge of the class; else who acted; else null
  classroom_id      text not null,
  student_id        text, -- null on a class-wide alert
  app_name          text not null,
  alert_type        text not null, -- what the latest revision says: frustration.detected, ...
  kind              text not null check (kind in ('student', 'class')),
  state             text not null check (state in ('open', 'acknowledged', 'resolved')),
  severity          text not null check (severity in ('info', 'warning', 'critical')),
  details           jsonb not null default '{}', -- the latest revision, whole
  acknowledged_at   timestamptz,
  intervention_note text,
  created_at        timestamptz not null, -- when the trouble began
  updated_at        timestamptz not null, -- when the latest revision's cause happened
  revision          bigint not null,
  written_at        timestamptz not null default now()
);
create index teacher_dashboard_alerts_classroom
  on teacher_dashboard_alerts (classroom_id, created_at);
create index teacher_dashboard_alerts_student
  on teacher_dashboard_alerts (student_id, created_at);
create index teacher_dashboard_alerts_acknowledged
  on teacher_dashboard_alerts (acknowledged_at) where acknowledged_at is not null;
create index teacher_dashboard_alerts_teacher
  on teacher_dashboard_alerts (teacher_id, created_at);

create table classroom_metrics_snapshot (
  classroom_id                text not null,
  app_name                    text not null,
  window_start                timestamptz not null,
  window_end                  timestamptz not null,
  student_count               integer not null,
  active_student_count        integer not null,
  struggling_student_count    integer not null,
  average_frustration_level   double precision not null, -- 0 to 1
  average_error_rate          double precision not null, -- per active student and minute
  average_backspace_rate      double precision not null, -- backspaces per keypress, 0 to 1
  average_satisfaction_rating double precision, -- 1 to 5; null without ratings
  health_score                double precision not null check (health_score between 0 and 100),
  snapshot_data               jsonb not null default '{}',
  created_at                  timestamptz not null default now(),
  updated_at                  timestamptz not null default now(),
  primary key (classroom_id, app_name, window_start)
);
create index classroom_metrics_snapshot_time on classroom_metrics_snapshot using brin (window_start);

create table interventions (
  id           text primary key,
  student_id   text not null,
  classroom_id text not null,
  teacher_id   text not null,
  alert_id     text,
  category     text not null,
  note         text,
  created_at   timestamptz not null, -- when the teacher helped
  written_at   timestamptz not null default now()
);
create index interventions_student on interventions (student_id, created_at);
create index interventions_classroom on interventions (classroom_id, created_at);
