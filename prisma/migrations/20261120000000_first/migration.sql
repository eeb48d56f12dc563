-- CreateTable
CREATE TABLE "businesses" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "businesses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "carrier_identity" TEXT NOT NULL,
    "external_id" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "last_live_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" UUID,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "single_use_tokens" (
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "business_id" UUID NOT NULL,
    "subject" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "single_use_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "rate_windows" (
    "key" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_windows_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "dedupe_key" TEXT NOT NULL,
    "business_id" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "response_body" TEXT,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("dedupe_key")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "worker_id" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "carrier_accounts" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "auth_token_sealed" TEXT NOT NULL,
    "api_key_sid" TEXT NOT NULL,
    "api_key_secret_sealed" TEXT NOT NULL,
    "application_sid" TEXT NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carrier_accounts_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "phone_numbers" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "number_sid" TEXT NOT NULL,
    "carrier_account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "phone_numbers_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "calls" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT,
    "ended_by" TEXT,
    "failure_code" TEXT,
    "caller_phone" TEXT,
    "caller_name" TEXT,
    "phone_number" TEXT NOT NULL,
    "customer_id" UUID,
    "user_id" UUID,
    "account_sid" TEXT,
    "call_sid" TEXT,
    "conference_sid" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "duration_s" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "call_legs" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "account_sid" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "parent_call_sid" TEXT,
    "role" TEXT NOT NULL,
    "user_id" UUID,
    "from_address" TEXT,
    "to_address" TEXT,
    "status" TEXT NOT NULL,
    "sip_code" INTEGER,
    "ended_by" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ringing_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "joined_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "duration_s" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_legs_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "call_events" (
    "business_id" UUID NOT NULL,
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "call_id" UUID,
    "account_sid" TEXT,
    "call_sid" TEXT,
    "source" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "carrier_at" TIMESTAMPTZ(3),
    "dedupe_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_events_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "call_attempts" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "user_id" UUID,
    "client_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "to_number" TEXT NOT NULL,
    "from_number" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "call_sid" TEXT,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_attempts_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "domain_events" (
    "business_id" UUID NOT NULL,
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_events_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "business_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("business_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_business_id_user_id_key" ON "memberships"("business_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_business_id_carrier_identity_key" ON "memberships"("business_id", "carrier_identity");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_business_id_external_id_key" ON "memberships"("business_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "single_use_tokens_expires_at_idx" ON "single_use_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "rate_windows_expires_at_idx" ON "rate_windows"("expires_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_received_at_idx" ON "webhook_deliveries"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "carrier_accounts_account_sid_key" ON "carrier_accounts"("account_sid");

-- CreateIndex
CREATE UNIQUE INDEX "phone_numbers_business_id_number_key" ON "phone_numbers"("business_id", "number");

-- CreateIndex
CREATE INDEX "calls_business_id_started_at_id_idx" ON "calls"("business_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "call_legs_business_id_call_id_idx" ON "call_legs"("business_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_legs_business_id_account_sid_call_sid_key" ON "call_legs"("business_id", "account_sid", "call_sid");

-- CreateIndex
CREATE INDEX "call_events_business_id_call_id_idx" ON "call_events"("business_id", "call_id");

-- CreateIndex
CREATE INDEX "call_events_business_id_account_sid_call_sid_idx" ON "call_events"("business_id", "account_sid", "call_sid");

-- CreateIndex
CREATE UNIQUE INDEX "call_events_business_id_dedupe_key_key" ON "call_events"("business_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "call_attempts_business_id_call_id_idx" ON "call_attempts"("business_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_attempts_business_id_client_key_key" ON "call_attempts"("business_id", "client_key");

-- CreateIndex
CREATE INDEX "domain_events_created_at_idx" ON "domain_events"("created_at");

-- CreateIndex
CREATE INDEX "audit_entries_business_id_at_idx" ON "audit_entries"("business_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_accounts" ADD CONSTRAINT "carrier_accounts_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_business_id_carrier_account_id_fkey" FOREIGN KEY ("business_id", "carrier_account_id") REFERENCES "carrier_accounts"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_business_id_fkey" FOREIGN KEY ("business_id") REFERENCES "businesses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_business_id_call_id_fkey" FOREIGN KEY ("business_id", "call_id") REFERENCES "calls"("business_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema file cannot say.

-- Text columns with a fixed set of words.
alter table memberships add constraint memberships_role_check check (role in ('owner', 'admin', 'supervisor', 'agent'));
alter table calls
  add constraint calls_origin_check check (origin in ('browser', 'api', 'inbound', 'bridge', 'assistant', 'record')),
  add constraint calls_direction_check check (direction in ('inbound', 'outbound')),
  add constraint calls_status_check check (status in ('queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled')),
  add constraint calls_outcome_check check (outcome in ('completed', 'missed', 'busy', 'voicemail', 'failed', 'canceled')),
  add constraint calls_ended_by_check check (ended_by in ('agent', 'other', 'carrier', 'lost')),
  add constraint calls_duration_check check (duration_s >= 0);
alter table call_legs
  add constraint call_legs_role_check check (role in ('outside', 'agent', 'assistant', 'consult', 'supervisor')),
  add constraint call_legs_status_check check (status in ('queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled')),
  add constraint call_legs_ended_by_check check (ended_by in ('agent', 'other', 'carrier', 'lost')),
  add constraint call_legs_duration_check check (duration_s >= 0);
alter table call_events add constraint call_events_source_check check (source in ('rest', 'webhook', 'sdk', 'command'));
alter table call_attempts add constraint call_attempts_state_check check (state in ('new', 'submitting', 'placed', 'rejected', 'unknown'));
alter table businesses add constraint businesses_country_check check (country ~ '^[A-Z]{2}$');
alter table users add constraint users_email_check check (email = lower(email));
alter table phone_numbers add constraint phone_numbers_number_check check (number ~ '^\+[1-9][0-9]{6,14}$');

-- A user is always a member of the business that names them; a ledger line belongs to a call of its own business.
alter table api_keys add foreign key (business_id, created_by) references memberships (business_id, user_id);
alter table carrier_accounts add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table calls add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table call_legs add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table call_attempts add foreign key (business_id, user_id) references memberships (business_id, user_id);
alter table call_events add foreign key (business_id, call_id) references calls (business_id, id);

-- The signed context. The key is kept as the two padded blocks of HMAC (RFC 2104), so that no extension is needed.
create schema sec;
create table sec.key (
  one boolean primary key default true check (one),
  inner_pad bytea not null,
  outer_pad bytea not null
);

-- The business of this transaction, or null: offhook.ctx is business.minute.mac, and a mac is good for its minute and the next.
-- The minute is read only when the mac holds, so that a forged context is no error. pg_temp comes last, or the caller's own
-- temporary tables would stand before ours.
create function sec.business() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(c[1] || '|' || c[2], 'UTF8'))), 'hex') = c[3]
    then case when abs(floor(extract(epoch from clock_timestamp()) / 60) - c[2]::bigint) <= 1 then c[1]::uuid end
  end
  from sec.key k, (select string_to_array(nullif(current_setting('offhook.ctx', true), ''), '.') c) s
  where array_length(c, 1) = 3
$$;

do $$
declare name text;
begin
  foreach name in array array['memberships', 'api_keys', 'carrier_accounts', 'phone_numbers', 'calls', 'call_legs',
    'call_events', 'call_attempts', 'domain_events', 'audit_entries']
  loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy business on %I using (business_id = (select sec.business()))
      with check (business_id = (select sec.business()))', name);
  end loop;
end $$;

alter table businesses enable row level security, force row level security;
create policy business on businesses using (id = (select sec.business())) with check (id = (select sec.business()));

-- A user is seen by the businesses they are members of. They are added before their first membership, so an INSERT
-- must not ask for the row back (createMany, not create).
alter table users enable row level security, force row level security;
create policy business on users for select
  using (exists (select from memberships m where m.user_id = users.id and m.business_id = (select sec.business())));
create policy addition on users for insert with check (true);

-- Looking across businesses. FORCE binds the owner too, so the functions' owner gets these tables to read, and no others:
--   sec.login               a sign-in by e-mail: password hash and memberships
--   sec.membership_session  one member, read by every request before it has a context
--   sec.account             a carrier account by AccountSid, to check a webhook's signature
--   sec.api_key             a key that is not revoked, by its hash
--   sec.businesses          all ids, for jobs that visit each business in its own context
--   sec.change_password     the one change of a user, by whoever knows the hash it replaces; ends all their sessions
create policy lookup on businesses for select to current_user using (true);
create policy lookup on users for select to current_user using (true);
create policy lookup on memberships for select to current_user using (true);
create policy lookup on carrier_accounts for select to current_user using (true);
create policy lookup on api_keys for select to current_user using (true);
create policy upkeep on users for update to current_user using (true) with check (true);

create function sec.login(wanted_email text) returns table (
  user_id uuid, email text, name text, password_hash text, session_version int,
  business_id uuid, business_name text, membership_id uuid, role text, carrier_identity text, disabled_at timestamptz
) language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.password_hash, u.session_version,
    b.id, b.name, m.id, m.role, m.carrier_identity, m.disabled_at
  from public.users u
  join public.memberships m on m.user_id = u.id
  join public.businesses b on b.id = m.business_id
  where u.email = wanted_email
  order by m.created_at, m.id
$$;

create function sec.membership_session(wanted_user_id uuid, wanted_business_id uuid) returns table (
  user_id uuid, email text, name text, session_version int, business_id uuid, business_name text, time_zone text,
  country text, membership_id uuid, role text, carrier_identity text, disabled_at timestamptz
) language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.session_version, b.id, b.name, b.time_zone,
    b.country::text, m.id, m.role, m.carrier_identity, m.disabled_at
  from public.memberships m
  join public.users u on u.id = m.user_id
  join public.businesses b on b.id = m.business_id
  where m.user_id = wanted_user_id and m.business_id = wanted_business_id
$$;

create function sec.account(wanted_account_sid text)
returns table (business_id uuid, id uuid, account_sid text, auth_token_sealed text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.business_id, a.id, a.account_sid, a.auth_token_sealed
  from public.carrier_accounts a where a.account_sid = wanted_account_sid
$$;

create function sec.api_key(wanted_hash text)
returns table (business_id uuid, id uuid, name text, scopes text[], created_by uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.business_id, k.id, k.name, k.scopes, k.created_by
  from public.api_keys k where k.key_hash = wanted_hash and k.revoked_at is null
$$;

create function sec.businesses() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.id from public.businesses b order by b.id
$$;

create function sec.change_password(wanted_user_id uuid, old_hash text, new_hash text) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.users set password_hash = new_hash, session_version = session_version + 1, updated_at = now()
  where id = wanted_user_id and password_hash = old_hash returning session_version
$$;

-- What the app role may do. Nothing is granted by default: each new table says so itself.
revoke execute on all functions in schema sec from public;
grant usage on schema sec to offhook_app;
grant execute on all functions in schema sec to offhook_app;
grant usage on schema public to offhook_app;
grant select, insert, update on businesses, calls, call_legs, call_attempts to offhook_app;
grant select, insert, update, delete on memberships, api_keys, carrier_accounts, phone_numbers to offhook_app;
grant select, insert, update, delete on single_use_tokens, rate_windows, webhook_deliveries, worker_heartbeats to offhook_app;
-- A password hash is read by sec.login only. Users belong to no one business, so no business changes them.
grant insert, select (id, email, name, session_version, created_at, updated_at) on users to offhook_app;
-- The ledger is the truth: a line is never changed, only attached to its call. The audit log is never changed at all.
grant select, insert, update (call_id) on call_events to offhook_app;
grant select, insert on audit_entries to offhook_app;
grant select, insert, delete on domain_events to offhook_app;
