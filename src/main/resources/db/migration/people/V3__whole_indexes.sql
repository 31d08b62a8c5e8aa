-- A partial index is used only where PostgreSQL can prove that the value looked for is not null, which it cannot for one of several
-- (key by key while keys are replaced) in a plan made for all values. Nulls are no duplicates of each other, so these say the same.
drop index people.resident_phone;
drop index people.resident_citizen;
create unique index resident_phone on people.resident (unit_id, phone_index);
create unique index resident_citizen on people.resident (unit_id, citizen_index);
