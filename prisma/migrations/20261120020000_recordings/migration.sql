-- AlterTable
ALTER TABLE "businesses" ADD COLUMN     "record_calls" BOOLEAN NOT NULL DEFAULT false;

-- From here on by hand: what is there keeps its meaning in the new words.

alter table recordings
  drop constraint recordings_status_check,
  drop constraint recordings_duration_check,
  alter column recording_sid drop not null,
  add column call_sid text,
  add column wanted text,
  add column pauses jsonb not null default '[]',
  add column started_at timestamptz(3),
  add column duration_ms integer,
  add column sha256 text,
  add column peaks jsonb;

-- A file that nobody checked is fetched again, once the carrier lists it.
alter table recordings no force row level security;
alter table calls no force row level security;
update recordings r set
  call_sid = coalesce((select c.call_sid from calls c where c.business_id = r.business_id and c.id = r.call_id), ''),
  duration_ms = duration_s * 1000,
  stored_at = null,
  status = case status when 'completed' then 'processing' when 'failed' then 'absent' else status end;
alter table calls force row level security;
alter table recordings force row level security;

alter table recordings
  drop column duration_s,
  alter column call_sid set not null,
  add constraint recordings_status_check check (status in ('starting', 'in-progress', 'paused', 'unknown', 'processing', 'stored', 'absent')),
  add constraint recordings_wanted_check check (wanted in ('in-progress', 'paused')),
  add constraint recordings_duration_check check (duration_ms >= 0),
  -- What is stored was checked: nothing of it is missing.
  add constraint recordings_stored_check check (status <> 'stored' or (recording_sid is not null and duration_ms is not null
    and channels is not null and bytes is not null and sha256 is not null and peaks is not null and stored_at is not null));
