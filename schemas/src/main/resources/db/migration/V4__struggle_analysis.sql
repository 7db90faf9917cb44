-- The rule that the project began with, kept for comparison with the score of the detection job.
create function calculate_frustration_level(
  error_count bigint, backspace_count bigint, hesitation_duration_seconds double precision)
returns text
language sql immutable parallel safe
return case
  when error_count > 5 or backspace_count > 20 or hesitation_duration_seconds > 60 then 'critical'
  when error_count > 3 or backspace_count > 10 or hesitation_duration_seconds > 30 then 'high'
  when error_count > 1 or backspace_count > 5 or hesitation_duration_seconds > 10 then 'medium'
  else 'low'
end;

-- Who struggles now: unresolved episodes, one row a student and app.
create view classroom_struggle_analysis as
select
  e.student_id,
  e.app_name,
  e.classroom_id,
  count(*) filter (where e.severity = 'critical') as critical_events,
  count(*) filter (where e.severity = 'high') as high_severity_events,
  max(e.detected_at) as last_frustration_event,
  (select avg(r.rating)
   from satisfaction_ratings r
   where r.student_id = e.student_id and r.app_name = e.app_name) as avg_satisfaction
from frustration_events e
where e.resolved_at is null
group by e.student_id, e.app_name, e.classroom_id;
