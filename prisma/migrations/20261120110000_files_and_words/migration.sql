-- All by hand: none of it is in the schema file but what was there before.

-- A recording's place in the store, for those that were stored before they had one; and the flags of their calls.
alter table recordings no force row level security;
alter table calls no force row level security;
update recordings set path = business_id || '/' || id || '.wav', format = 'wav' where status = 'stored' and path is null;
update calls c set has_recording = true
  where exists (select from recordings r where r.business_id = c.business_id and r.call_id = c.id and r.status = 'stored');
alter table calls force row level security;
alter table recordings force row level security;
alter table recordings drop constraint recordings_stored_check,
  add constraint recordings_stored_check check (status <> 'stored' or (bytes is not null and sha256 is not null and stored_at is not null
    and path is not null and format is not null
    and (source = 'upload' or (recording_sid is not null and duration_ms is not null and channels is not null and peaks is not null)))),
  add constraint recordings_format_check check (format in ('wav', 'mp3', 'ogg', 'webm', 'flac'));

-- The words of a transcript, for the search. A tsvector has room for one megabyte: what is beyond the first 200,000
-- characters of a call, more than three hours of talk, is not found.
create extension if not exists btree_gin with schema public;
alter table transcripts add column words tsvector generated always as (to_tsvector('simple', left(text, 200000))) stored;
create index transcripts_words_idx on transcripts using gin (business_id, words) where is_current;
