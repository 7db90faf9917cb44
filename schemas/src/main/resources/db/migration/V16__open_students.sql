-- Who struggles now (V4) is asked by student: only what is open is read, in that order, instead of a
-- year of episodes.
create index frustration_events_open_students on frustration_events (student_id, app_name, classroom_id)
  where resolved_at is null;
