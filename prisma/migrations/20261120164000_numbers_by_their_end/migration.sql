-- By hand: functions are not in the schema file. The rules of this search stay as they were (20261120115000_search_and_rollups).

-- Numbers of a country and a place begin alike, and each three digits of a text are a list to read: so a long number is looked for
-- by its last seven digits, which few others have, and the whole of it in what these leave.
create or replace function sec.search_calls(wanted text, wanted_tags text[], most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  whole text := public.search_text(wanted);
  part text := case when whole ~ '^\d{8,}$' then right(whole, 7) else whole end;
  pattern text := '%' || regexp_replace(part, '([\\%_])', '\\\1', 'g') || '%';
  found uuid[];
begin
  found := array(select c.id from public.calls c where c.business_id = own
    and (pattern is null or c.search like pattern) and (part is not distinct from whole or strpos(c.search, whole) > 0)
    and (wanted_tags is null or c.tags @> wanted_tags) limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;
