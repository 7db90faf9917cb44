-- A session that has written since before the first erasures has a plan for a table without rows: it
-- read all erasures for each row that it wrote. With fresh statistics every session plans anew.
create or replace function begin_erasure(student text, salted_with text, at timestamptz) returns void
language plpgsql as $$
begin
  insert into erasure_salts values (salted_with) on conflict do nothing;
  insert into erasures (student_hash, erased_at) values (erased_hash(salted_with, student), at)
    on conflict (student_hash) do update set erased_at = excluded.erased_at, readmitted_at = null;
  analyze erasures;
end
$$;
