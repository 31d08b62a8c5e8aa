-- Tables that were uploaded to be brought in, and what came of them. The tables themselves are kept nowhere.
create table register.import (
    id          bigint generated always as identity primary key,
    unit_id     int         not null references org.unit,
    register    text        not null check (register in ('RESIDENTS', 'GROUPS', 'GRIDS', 'MATTERS')),
    file_name   text        not null check (length(file_name) <= 120),
    sha256      text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
    lines       int         not null check (lines >= 0),
    kept        int         not null default 0,
    known       int         not null default 0,
    refused     int         not null default 0,
    state       text        not null default 'READY' check (state in ('READY', 'RUNNING', 'DONE', 'STOPPED')),
    uploaded_by int         not null,
    uploaded_at timestamptz not null default now(),
    ended_at    timestamptz
);
create index import_unit on register.import (unit_id, id);
alter table register.import enable row level security;
alter table register.import force row level security;
create policy walled on register.import
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

-- Which matter a line of an old register became: the hash of its number, day and words.
create table register.old_matter (
    unit_id   int    not null references org.unit,
    mark      bytea  not null check (octet_length(mark) = 32),
    matter_id bigint not null references matter.matter,
    primary key (unit_id, mark)
);
create index old_matter_matter on register.old_matter (matter_id);
alter table register.old_matter enable row level security;
alter table register.old_matter force row level security;
create policy walled on register.old_matter
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

-- A resident without any number is known again by name and address.
create index resident_unnumbered on people.resident (unit_id, name, address) where phone_index is null and citizen_index is null;
create index chat_group_named on groups.chat_group (unit_id, name);

grant usage on schema register to ${app};
grant select, insert, update on register.import to ${app};
grant select, insert on register.old_matter to ${app};
