-- DropForeignKey
ALTER TABLE "call_legs" DROP CONSTRAINT "call_legs_business_id_call_id_fkey";

-- DropForeignKey
ALTER TABLE "call_attempts" DROP CONSTRAINT "call_attempts_business_id_call_id_fkey";

-- DropForeignKey
ALTER TABLE "recordings" DROP CONSTRAINT "recordings_business_id_call_id_fkey";

-- AlterTable
ALTER TABLE "businesses" ADD COLUMN     "retention_days" INTEGER;

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "preferences" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "phone_numbers" ADD COLUMN     "assistant_id" UUID;

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "campaign" TEXT,
ADD COLUMN     "custom" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "disposition" TEXT,
ADD COLUMN     "has_recording" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "has_transcript" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "legal_hold" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "notes" TEXT,
ADD COLUMN     "quality" JSONB,
ADD COLUMN     "reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reviewed_by" UUID,
ADD COLUMN     "source" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "transcription_status" TEXT;

-- AlterTable
ALTER TABLE "recordings" ADD COLUMN     "bit_rate" INTEGER,
ADD COLUMN     "format" TEXT,
ADD COLUMN     "path" TEXT,
ADD COLUMN     "sample_rate" INTEGER,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'carrier';

-- CreateTable
CREATE TABLE "quality_samples" (
    "business_id" UUID NOT NULL,
    "leg_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "samples" JSONB NOT NULL,
    "warnings" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "quality_samples_pkey" PRIMARY KEY ("business_id","leg_id","minute")
);

-- CreateTable
CREATE TABLE "call_comments" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at_ms" INTEGER,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_comments_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "transcripts" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "source" TEXT NOT NULL,
    "language" TEXT,
    "provider" TEXT,
    "duration_ms" INTEGER,
    "transcription_url" TEXT,
    "text" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transcripts_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "transcript_segments" (
    "business_id" UUID NOT NULL,
    "transcript_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "speaker" TEXT NOT NULL,
    "start_ms" INTEGER NOT NULL,
    "end_ms" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "confidence" DECIMAL(4,3),

    CONSTRAINT "transcript_segments_pkey" PRIMARY KEY ("business_id","transcript_id","position")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "exports" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "user_id" UUID,
    "filter" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "bytes" INTEGER,
    "reason" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "exports_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "call_rollups" (
    "business_id" UUID NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "direction" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "phone_number" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "answered" INTEGER NOT NULL,
    "duration_s" BIGINT NOT NULL,

    CONSTRAINT "call_rollups_pkey" PRIMARY KEY ("business_id","bucket","direction","status","outcome","user_id","phone_number")
);

-- CreateTable
CREATE TABLE "call_rollup_changes" (
    "business_id" UUID NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_rollup_changes_pkey" PRIMARY KEY ("business_id","bucket")
);

-- CreateTable
CREATE TABLE "recording_proofs" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "recording_id" UUID,
    "call_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "sha256" TEXT,
    "bytes" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recording_proofs_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "assistants" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "agent_id" TEXT,
    "prompt" TEXT NOT NULL,
    "first_message" TEXT NOT NULL,
    "voice" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "tools" TEXT[],
    "disclosure" TEXT NOT NULL DEFAULT '',
    "max_duration_s" INTEGER NOT NULL DEFAULT 600,
    "daily_spend" DECIMAL(12,2),
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assistants_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "assistant_credentials" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID,
    "agent_id" TEXT NOT NULL,
    "api_key_sealed" TEXT NOT NULL,
    "webhook_secret_sealed" TEXT,
    "phone_number" TEXT,
    "account_sid" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assistant_credentials_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "assistant_conversations" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "assistant_id" UUID,
    "user_id" UUID,
    "account_sid" TEXT,
    "call_sid" TEXT,
    "stream_sid" TEXT,
    "state" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "first_message" TEXT NOT NULL,
    "vendor_id" TEXT,
    "sidecar_id" TEXT,
    "note" TEXT,
    "ended_reason" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assistant_conversations_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "conversation_turns" (
    "business_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "speaker" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "heard_text" TEXT,
    "start_ms" INTEGER NOT NULL,
    "end_ms" INTEGER,
    "latency_ms" INTEGER,

    CONSTRAINT "conversation_turns_pkey" PRIMARY KEY ("business_id","conversation_id","position")
);

-- CreateIndex
CREATE INDEX "call_comments_business_id_call_id_idx" ON "call_comments"("business_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "transcripts_business_id_call_id_version_key" ON "transcripts"("business_id", "call_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_business_id_user_id_name_key" ON "saved_views"("business_id", "user_id", "name");

-- CreateIndex
CREATE INDEX "exports_business_id_created_at_idx" ON "exports"("business_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "recording_proofs_business_id_call_id_idx" ON "recording_proofs"("business_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "assistant_credentials_business_id_user_id_key" ON "assistant_credentials"("business_id", "user_id");

-- CreateIndex
CREATE INDEX "assistant_conversations_business_id_call_id_idx" ON "assistant_conversations"("business_id", "call_id");

-- CreateIndex
CREATE INDEX "calls_business_id_created_at_id_idx" ON "calls"("business_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_business_id_duration_s_id_idx" ON "calls"("business_id", "duration_s" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_business_id_status_started_at_id_idx" ON "calls"("business_id", "status", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_business_id_user_id_started_at_id_idx" ON "calls"("business_id", "user_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_business_id_caller_phone_started_at_id_idx" ON "calls"("business_id", "caller_phone", "started_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_business_id_assistant_id_fkey" FOREIGN KEY ("business_id", "assistant_id") REFERENCES "assistants"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_samples" ADD CONSTRAINT "quality_samples_business_id_leg_id_fkey" FOREIGN KEY ("business_id", "leg_id") REFERENCES "call_legs"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_comments" ADD CONSTRAINT "call_comments_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcript_segments" ADD CONSTRAINT "transcript_segments_business_id_transcript_id_fkey" FOREIGN KEY ("business_id", "transcript_id") REFERENCES "transcripts"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assistant_conversations" ADD CONSTRAINT "assistant_conversations_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assistant_conversations" ADD CONSTRAINT "assistant_conversations_business_id_assistant_id_fkey" FOREIGN KEY ("business_id", "assistant_id") REFERENCES "assistants"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_turns" ADD CONSTRAINT "conversation_turns_business_id_conversation_id_fkey" FOREIGN KEY ("business_id", "conversation_id") REFERENCES "assistant_conversations"("business_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema file cannot say.

alter table businesses add constraint businesses_retention_check check (retention_days between 1 and 36500);
alter table calls
  add constraint calls_source_check check (char_length(source) <= 200),
  add constraint calls_tags_check check (cardinality(tags) <= 50);
alter table recordings
  add constraint recordings_source_check check (source in ('carrier', 'upload')),
  drop constraint recordings_stored_check,
  -- What is stored was checked: nothing of it is missing. An upload may be of a kind whose bars we cannot draw.
  add constraint recordings_stored_check check (status <> 'stored' or (bytes is not null and sha256 is not null and stored_at is not null
    and (source = 'upload' or (recording_sid is not null and duration_ms is not null and channels is not null and peaks is not null))));
alter table recording_proofs add constraint recording_proofs_action_check check (action in ('deleted', 'held', 'released'));
alter table transcripts add constraint transcripts_source_check check (source in ('api', 'assistant', 'provider'));
alter table transcript_segments add constraint transcript_segments_times_check check (start_ms >= 0 and end_ms >= start_ms);
alter table exports add constraint exports_status_check check (status in ('queued', 'running', 'ready', 'failed', 'expired'));
alter table call_rollups
  add constraint call_rollups_direction_check check (direction in ('inbound', 'outbound')),
  add constraint call_rollups_status_check check (status in ('queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled')),
  add constraint call_rollups_outcome_check check (outcome in ('completed', 'missed', 'busy', 'voicemail', 'failed', 'canceled', 'open'));
alter table assistants
  add constraint assistants_limits_check check (max_duration_s between 10 and 14400 and daily_spend >= 0),
  add constraint assistants_tools_check check (tools <@ array['transfer_to_agent', 'end_call', 'send_digits']);
alter table assistant_conversations add constraint assistant_conversations_state_check check (state in ('waiting', 'live', 'human', 'ended'));
alter table conversation_turns add constraint conversation_turns_speaker_check check (speaker in ('caller', 'assistant', 'agent', 'tool'));

-- One version of a transcript is the current one.
create unique index transcripts_current_idx on transcripts (business_id, call_id) where is_current;
-- A business has one account of its own with the assistants' vendor.
create unique index assistant_credentials_own_idx on assistant_credentials (business_id) where user_id is null;
-- Conversations that are not over, for the live pages and for the job that ends those whose sidecar is gone.
create index assistant_conversations_open_idx on assistant_conversations (business_id) where ended_at is null;
-- Calls by the carrier's name of their first leg, and by the customer they are about.
create index calls_call_sid_idx on calls (business_id, call_sid) where call_sid is not null;
create index calls_customer_idx on calls (business_id, customer_id, started_at desc, id desc) where customer_id is not null;
create index calls_missed_idx on calls (business_id, started_at desc, id desc) where outcome in ('missed', 'busy');

-- A user is always a member of the business that names them.
alter table calls add foreign key (business_id, reviewed_by) references memberships (business_id, user_id);
alter table call_comments add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table saved_views add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table exports add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table assistant_credentials add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table assistant_conversations add foreign key (business_id, user_id) references memberships (business_id, user_id);

do $$
declare name text;
begin
  foreach name in array array['quality_samples', 'call_comments', 'transcripts', 'transcript_segments', 'saved_views', 'exports',
    'call_rollups', 'call_rollup_changes', 'recording_proofs', 'assistants', 'assistant_credentials', 'assistant_conversations',
    'conversation_turns']
  loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy business on %I using (business_id = (select sec.business()))
      with check (business_id = (select sec.business()))', name);
  end loop;
end $$;

grant select, insert, update on exports, assistants, assistant_conversations to offhook_app;
grant select, insert, update, delete on quality_samples, call_comments, transcripts, transcript_segments, saved_views, call_rollups,
  call_rollup_changes, assistant_credentials, conversation_turns to offhook_app;
-- A proof is never changed.
grant select, insert on recording_proofs to offhook_app;
-- A call is deleted with all that hangs on it, and only so is a line of its ledger; its tombstone is in the audit log.
grant delete on calls to offhook_app;
alter table call_events drop constraint call_events_business_id_call_id_fkey,
  add foreign key (business_id, call_id) references calls (business_id, id) on delete cascade;
