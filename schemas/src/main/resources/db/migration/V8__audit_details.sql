-- What a change was, where it is not about named students: a rule before and after.

alter table audit_log add column details jsonb;
