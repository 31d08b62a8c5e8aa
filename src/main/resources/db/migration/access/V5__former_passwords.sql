-- Passwords a person had before, as Argon2id hashes: the rule of GB/T 22239 lets nobody go back to one of the last. Whoever resets a
-- password puts the former one here, too.
create table access.former_password (
    id         int         generated always as identity primary key,
    officer_id int         not null references org.officer,
    hash       text        not null,
    until      timestamptz not null default now()
);
create index former_password_officer on access.former_password (officer_id, id);
alter table access.former_password enable row level security;
alter table access.former_password force row level security;
create policy walled on access.former_password
    using (officer_id = (select org.officer_in_sight())
           or exists (select from org.officer o where o.id = officer_id and o.unit_id = any ((select org.units_in_sight())::int[])))
    with check (officer_id = (select org.officer_in_sight())
           or exists (select from org.officer o where o.id = officer_id and o.unit_id = any ((select org.units_in_sight())::int[])));
grant select, insert, delete on access.former_password to ${app};
