-- By hand: what calls are searched by is not in the schema file.

-- A database of locale C takes only ASCII for letters, and its trigrams leave out all others. So what is searched is written
-- in ASCII: bytes beyond it as \nnn, which has trigrams of its own and is found byte for byte.
create function search_text(words text) returns text language sql immutable parallel safe
return encode(convert_to(lower(words), 'UTF8'), 'escape');

alter table calls drop column search;
alter table calls add column search text generated always as (search_text(coalesce(caller_phone, '') || E'\n' || phone_number || E'\n'
  || coalesce(caller_name, '') || E'\n' || coalesce(notes, ''))) stored;
create index calls_search_idx on calls using gin (business_id, search gin_trgm_ops) with (gin_pending_list_limit = 256);

create or replace function sec.search_calls(wanted text, wanted_tags text[], most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  pattern text := '%' || regexp_replace(public.search_text(wanted), '([\\%_])', '\\\1', 'g') || '%';
  found uuid[];
begin
  found := array(select c.id from public.calls c where c.business_id = own
    and (pattern is null or c.search like pattern) and (wanted_tags is null or c.tags @> wanted_tags) limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;
