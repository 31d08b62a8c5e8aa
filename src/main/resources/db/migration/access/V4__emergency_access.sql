-- Emergency access: one person asks to see another unit's matters and says why, a second person agrees, and it ends by itself after four
-- hours at most. Accounts widens the sight of the one who asked only while a row here holds.
create table access.emergency (
    id          int generated always as identity primary key,
    officer_id  int         not null references org.officer,
    by_name     text        not null,
    by_unit     int         not null references org.unit,
    wanted_unit int         not null references org.unit,
    reason      text        not null check (length(reason) between 1 and 500),
    asked_at    timestamptz not null default now(),
    decided_by  int references org.officer,
    decided_at  timestamptz,
    until       timestamptz,
    ended_at    timestamptz,
    check (decided_by <> officer_id),
    check (until is null or (decided_by is not null and decided_at is not null and until <= decided_at + interval '4 hours'))
);
create index emergency_officer on access.emergency (officer_id, until);
create index emergency_waiting on access.emergency (wanted_unit) where decided_at is null;
alter table access.emergency enable row level security;
alter table access.emergency force row level security;
create policy seen on access.emergency for select
    using (officer_id = (select org.officer_in_sight()) or wanted_unit = any ((select org.units_in_sight())::int[]));
create policy asked on access.emergency for insert
    with check (officer_id = (select org.officer_in_sight()) and decided_at is null and until is null);
-- Somebody else decides, whoever asked may only end it.
create policy decided on access.emergency for update
    using (officer_id = (select org.officer_in_sight()) or wanted_unit = any ((select org.units_in_sight())::int[]))
    with check ((officer_id <> (select org.officer_in_sight()) and decided_by = (select org.officer_in_sight()))
                or (officer_id = (select org.officer_in_sight()) and ended_at is not null));
grant select, insert, update (decided_by, decided_at, until, ended_at) on access.emergency to ${app};
