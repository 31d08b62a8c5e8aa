-- Phone and citizen numbers are sealed by the house (room vault); looked up by blind index, unique per unit as the number was.
alter table people.resident
    add column phone_sealed    bytea check (octet_length(phone_sealed) between 35 and 120),
    add column phone_index     bytea check (octet_length(phone_index) = 16),
    add column citizen_sealed  bytea check (octet_length(citizen_sealed) between 35 and 120),
    add column citizen_index   bytea check (octet_length(citizen_index) = 16),
    add column consent         text not null default '' check (length(consent) <= 200);
drop index people.resident_phone;
create unique index resident_phone on people.resident (unit_id, phone_index) where phone_index is not null;
create unique index resident_citizen on people.resident (unit_id, citizen_index) where citizen_index is not null;

-- What stood here in plain words is sealed at the first start of this version, before the house opens; nothing can be written here again.
alter table people.resident rename column phone to former_phone;
alter table people.resident add constraint former_phone_stays_empty check (former_phone = '') not valid;
create index resident_to_seal on people.resident (id) where former_phone <> '';

grant usage, select on sequence people.resident_id_seq to ${app};
