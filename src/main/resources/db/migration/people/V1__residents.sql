create table people.resident (
    id         bigint generated always as identity primary key,
    unit_id    int         not null references org.unit,
    name       text        not null default '' check (length(name) <= 40),
    phone      text        not null default '' check (length(phone) <= 20),
    address    text        not null default '' check (length(address) <= 200),
    note       text        not null default '' check (length(note) <= 500),
    created_at timestamptz not null default now()
);
create unique index resident_phone on people.resident (unit_id, phone) where phone <> '';
create index resident_unit on people.resident (unit_id, id);
alter table people.resident enable row level security;
alter table people.resident force row level security;
create policy walled on people.resident
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

-- The name a resident goes by in a chat group (or at a bridge): how a speaker is recognised.
create table people.nickname (
    unit_id     int    not null,
    place       text   not null,
    nickname    text   not null check (length(nickname) between 1 and 80),
    resident_id bigint not null references people.resident,
    primary key (unit_id, place, nickname)
);
create index nickname_resident on people.nickname (resident_id);
alter table people.nickname enable row level security;
alter table people.nickname force row level security;
create policy walled on people.nickname
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema people to ${app};
grant select, insert, update on people.resident, people.nickname to ${app};
