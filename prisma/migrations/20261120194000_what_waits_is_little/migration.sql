-- By hand: the schema file cannot say which rows an index has. The worker looks every ten seconds, in every business, for attempts
-- whose answer got lost and for legs that the carrier still has queued: a handful among all that were ever dialled.
create index call_attempts_open_idx on call_attempts (business_id, updated_at) where state in ('new', 'submitting', 'unknown');
create index call_legs_queued_idx on call_legs (business_id, started_at) where status = 'queued' and ended_at is null;
