-- By hand: no column changes. A missed call ended by the other party is one whose caller hung up while a phone rang. Where every
-- phone rang out or none rang, it was ended by the carrier; a declined phone cannot be told from one here, so such calls stay.
alter table calls no force row level security;
alter table call_legs no force row level security;
update calls c set ended_by = 'carrier'
  where c.direction = 'inbound' and c.status = 'no-answer' and c.ended_by = 'other' and (
    not exists (select from call_legs l where l.business_id = c.business_id and l.call_id = c.id and l.role = 'agent' and l.status = 'canceled')
    or exists (select from call_legs l where l.business_id = c.business_id and l.call_id = c.id and l.role = 'agent' and l.status = 'no-answer'));
alter table call_legs force row level security;
alter table calls force row level security;
