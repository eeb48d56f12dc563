-- By hand: functions are not in the schema file.

-- Words said are looked for as they stand, in their order: no word of a search is an operator.
create or replace function sec.search_transcripts(wanted text, most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  query tsquery := phraseto_tsquery('simple', wanted);
  found uuid[];
begin
  found := array(select t.call_id from public.transcripts t where t.business_id = own and t.is_current and t.words @@ query
    limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;

-- Calls that hold all of some texts, each in a number, a name or a note, or said on the call (said[n], null where texts[n] is no
-- word). The first two are looked for through the indexes, in the four ways they can be held, no call in two of them; the others
-- are looked for in what these leave. The rules of the other two searches hold: the business of the signed context and no other.
create function sec.search_terms(texts text[], said text[], wanted_tags text[], most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  one text := '%' || regexp_replace(public.search_text(texts[1]), '([\\%_])', '\\\1', 'g') || '%';
  two text := '%' || regexp_replace(public.search_text(texts[2]), '([\\%_])', '\\\1', 'g') || '%';
  one_said tsquery := phraseto_tsquery('simple', said[1]);
  two_said tsquery := phraseto_tsquery('simple', said[2]);
  found uuid[];
begin
  found := array(
    select held.id from (
      select c.id, c.search, c.tags from public.calls c
        where c.business_id = own and c.search like one and c.search like two
      union all
      select c.id, c.search, c.tags from public.transcripts t join public.calls c on c.business_id = own and c.id = t.call_id
        where t.business_id = own and t.is_current and t.words @@ one_said and c.search not like one and c.search like two
      union all
      select c.id, c.search, c.tags from public.transcripts t join public.calls c on c.business_id = own and c.id = t.call_id
        where t.business_id = own and t.is_current and t.words @@ two_said and c.search not like two and c.search like one
      union all
      select c.id, c.search, c.tags from public.transcripts t join public.calls c on c.business_id = own and c.id = t.call_id
        where t.business_id = own and t.is_current and t.words @@ one_said and t.words @@ two_said
          and c.search not like one and c.search not like two
    ) held
    where (wanted_tags is null or held.tags @> wanted_tags) and not exists (
      select from generate_series(3, cardinality(texts)) nth where strpos(held.search, public.search_text(texts[nth])) = 0
        and not exists (select from public.transcripts t where t.business_id = own and t.call_id = held.id and t.is_current
          and t.words @@ phraseto_tsquery('simple', said[nth])))
    limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;

revoke execute on function sec.search_terms from public;
grant execute on function sec.search_terms to offhook_app;
