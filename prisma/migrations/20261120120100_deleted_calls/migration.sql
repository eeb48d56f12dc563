-- The tombstones of deleted calls, so that a late report of one is told from the first report of another.
create index audit_entries_deleted_calls_idx on audit_entries (business_id) where action = 'call.delete';
