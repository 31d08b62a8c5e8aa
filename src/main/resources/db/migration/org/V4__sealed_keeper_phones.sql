-- The phone numbers of grid keepers are sealed by the house (room vault) as residents' numbers are; nobody is looked up by them.
alter table org.grid add column keeper_phone_sealed bytea check (octet_length(keeper_phone_sealed) between 35 and 120);

-- What stood here in plain words is sealed at the first start of this version, before the house opens; nothing can be written here again.
alter table org.grid rename column keeper_phone to former_keeper_phone;
alter table org.grid add constraint former_keeper_phone_stays_empty check (former_keeper_phone = '') not valid;
create index grid_to_seal on org.grid (id) where former_keeper_phone <> '';
