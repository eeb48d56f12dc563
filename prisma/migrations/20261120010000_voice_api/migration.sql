-- AlterTable
ALTER TABLE "call_attempts" ADD COLUMN     "api_key_id" UUID,
ADD COLUMN     "currency" CHAR(3) NOT NULL DEFAULT 'USD',
ADD COLUMN     "options" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "rate_per_minute" DECIMAL(10,4) NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "dialling_rules" (
    "business_id" UUID NOT NULL,
    "countries" TEXT[],
    "number_types" TEXT[],
    "per_actor_minute" INTEGER NOT NULL,
    "per_actor_hour" INTEGER NOT NULL,
    "per_actor_day" INTEGER NOT NULL,
    "per_business_minute" INTEGER NOT NULL,
    "per_business_day" INTEGER NOT NULL,
    "same_number" INTEGER NOT NULL,
    "concurrent" INTEGER NOT NULL,
    "daily_spend" DECIMAL(12,2) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "twiml_urls" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dialling_rules_pkey" PRIMARY KEY ("business_id")
);

-- CreateTable
CREATE TABLE "verified_caller_ids" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verified_caller_ids_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "recordings" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "recording_sid" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "duration_s" INTEGER,
    "channels" INTEGER,
    "bytes" INTEGER,
    "stored_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "verified_caller_ids_business_id_number_key" ON "verified_caller_ids"("business_id", "number");

-- CreateIndex
CREATE INDEX "recordings_business_id_call_id_idx" ON "recordings"("business_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "recordings_business_id_account_sid_recording_sid_key" ON "recordings"("business_id", "account_sid", "recording_sid");

-- CreateIndex
CREATE INDEX "call_legs_business_id_call_sid_idx" ON "call_legs"("business_id", "call_sid");

-- CreateIndex
CREATE INDEX "call_attempts_business_id_created_at_idx" ON "call_attempts"("business_id", "created_at");

-- AddForeignKey
ALTER TABLE "dialling_rules" ADD CONSTRAINT "dialling_rules_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verified_caller_ids" ADD CONSTRAINT "verified_caller_ids_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema file cannot say.

alter table recordings
  add constraint recordings_status_check check (status in ('in-progress', 'completed', 'absent', 'failed')),
  add constraint recordings_duration_check check (duration_s >= 0),
  add constraint recordings_sid_check check (recording_sid ~ '^RE[0-9a-fA-F]{32}$');
alter table verified_caller_ids add constraint verified_caller_ids_number_check check (number ~ '^\+[1-9][0-9]{6,14}$');
alter table dialling_rules
  add constraint dialling_rules_limits_check check (least(per_actor_minute, per_actor_hour, per_actor_day,
    per_business_minute, per_business_day, same_number, concurrent) >= 0 and daily_spend >= 0),
  add constraint dialling_rules_countries_check check (array_to_string(countries, '') ~ '^[A-Z*]*$');
alter table call_attempts add constraint call_attempts_rate_check check (rate_per_minute >= 0);

-- An attempt is a user's or a key's of the same business.
alter table call_attempts add foreign key (business_id, api_key_id) references api_keys (business_id, id);

-- Open calls are counted before every dial.
create index calls_open_idx on calls (business_id) where ended_at is null;

do $$
declare name text;
begin
  foreach name in array array['dialling_rules', 'verified_caller_ids', 'recordings']
  loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy business on %I using (business_id = (select sec.business()))
      with check (business_id = (select sec.business()))', name);
  end loop;
end $$;

grant select, insert, update on dialling_rules, recordings to offhook_app;
grant select, insert, update, delete on verified_caller_ids to offhook_app;
