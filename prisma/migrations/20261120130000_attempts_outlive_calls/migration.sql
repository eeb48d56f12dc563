-- An attempt outlives its call: or else a deleted call would leave the day's limits, and its idempotency key would dial anew.
alter table call_attempts
  drop constraint call_attempts_business_id_call_id_fkey,
  add column deleted_minutes integer,
  add constraint call_attempts_deleted_minutes_check check (deleted_minutes >= 0);
