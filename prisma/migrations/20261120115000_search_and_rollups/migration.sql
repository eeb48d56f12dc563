-- Rollups count by what the figures need and no more; nothing has filled them yet. They have no columns of the first
-- try to keep, so both tables are made anew.
DROP TABLE "call_rollups";
DROP TABLE "call_rollup_changes";

-- CreateTable
CREATE TABLE "call_rollups" (
    "business_id" UUID NOT NULL,
    "span" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "direction" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "duration_s" BIGINT NOT NULL,

    CONSTRAINT "call_rollups_pkey" PRIMARY KEY ("business_id","span","bucket","direction","status","outcome")
);

-- CreateTable
CREATE TABLE "call_rollup_changes" (
    "business_id" UUID NOT NULL,
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "bucket" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_rollup_changes_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateIndex
CREATE INDEX "call_rollup_changes_business_id_bucket_idx" ON "call_rollup_changes"("business_id", "bucket");

-- From here on by hand: what the schema file cannot say.

alter table call_rollups
  add constraint call_rollups_span_check check (span in ('quarter', 'day')),
  add constraint call_rollups_direction_check check (direction in ('inbound', 'outbound')),
  add constraint call_rollups_status_check check (status in ('queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled')),
  add constraint call_rollups_outcome_check check (outcome in ('completed', 'missed', 'busy', 'voicemail', 'failed', 'canceled', 'open'));
alter table call_rollups enable row level security, force row level security;
alter table call_rollup_changes enable row level security, force row level security;
create policy business on call_rollups using (business_id = (select sec.business())) with check (business_id = (select sec.business()));
create policy business on call_rollup_changes using (business_id = (select sec.business())) with check (business_id = (select sec.business()));
grant select, insert, update, delete on call_rollups to offhook_app;
grant select, insert, delete on call_rollup_changes to offhook_app;

-- The quarter of an hour of UTC that an instant falls in.
create function rollup_bucket(at timestamptz) returns timestamptz language sql immutable parallel safe
return date_bin('15 minutes', at, '2000-01-01T00:00:00Z');

-- A call counts elsewhere when one of these changes: where it counted and where it counts now are to be counted again.
create function note_rollup_change() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into call_rollup_changes (business_id, bucket) values (old.business_id, rollup_bucket(old.started_at));
  end if;
  if tg_op = 'INSERT' or tg_op = 'UPDATE' and rollup_bucket(new.started_at) <> rollup_bucket(old.started_at) then
    insert into call_rollup_changes (business_id, bucket) values (new.business_id, rollup_bucket(new.started_at));
  end if;
  return null;
end $$;
create trigger rollup_change after insert or delete on calls for each row execute function note_rollup_change();
create trigger rollup_update after update on calls for each row
  when ((old.started_at, old.direction, old.status, old.outcome, old.duration_s)
    is distinct from (new.started_at, new.direction, new.status, new.outcome, new.duration_s))
  execute function note_rollup_change();

alter table calls no force row level security;
alter table call_rollup_changes no force row level security;
insert into call_rollup_changes (business_id, bucket) select distinct business_id, rollup_bucket(started_at) from calls;
alter table call_rollup_changes force row level security;
alter table calls force row level security;

-- What a call is searched by, in lower case: whole numbers, name and notes. Pending lists are kept short: every search reads them.
create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gin with schema public;
alter table calls add column search text generated always as (lower(coalesce(caller_phone, '') || E'\n' || phone_number || E'\n'
  || coalesce(caller_name, '') || E'\n' || coalesce(notes, ''))) stored;
create index calls_search_idx on calls using gin (business_id, search gin_trgm_ops) with (gin_pending_list_limit = 256);
create index calls_tags_idx on calls using gin (business_id, tags) with (gin_pending_list_limit = 256);
-- Everything that figures are made of, so that they are read from the index alone.
create index calls_figures_idx on calls (business_id, started_at) include (direction, status, outcome, duration_s, user_id, phone_number);

-- Under row-level security an index is only asked with operators that leak nothing; LIKE, @> and @@ are not among them. So
-- these two look in their owner's name, in the business of the signed context and nowhere else, and say only which calls:
--   sec.search_calls        calls whose numbers, name or notes hold a text, and which have all of some tags
--   sec.search_transcripts  calls on which words were said
-- Both answer null when they would name more than `most`: then the reader is better off looking at the calls in turn. The
-- text is taken literally. Their plans are made for the values they get, and only of bitmaps: an estimate is no reason to read all.
create policy lookup on calls for select to current_user using (true);
create policy lookup on transcripts for select to current_user using (true);

create function sec.search_calls(wanted text, wanted_tags text[], most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  pattern text := '%' || regexp_replace(lower(wanted), '([\\%_])', '\\\1', 'g') || '%';
  found uuid[];
begin
  found := array(select c.id from public.calls c where c.business_id = own
    and (pattern is null or c.search like pattern) and (wanted_tags is null or c.tags @> wanted_tags) limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;

create function sec.search_transcripts(wanted text, most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
set enable_seqscan = off set enable_indexscan = off as $$
declare
  own uuid := sec.business();
  query tsquery := websearch_to_tsquery('simple', wanted);
  found uuid[];
begin
  found := array(select t.call_id from public.transcripts t where t.business_id = own and t.is_current and t.words @@ query
    limit most + 1);
  return case when cardinality(found) <= most then found end;
end $$;

revoke execute on function sec.search_calls, sec.search_transcripts from public;
grant execute on function sec.search_calls, sec.search_transcripts to offhook_app;
