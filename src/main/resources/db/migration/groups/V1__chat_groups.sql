create table groups.chat_group (
    id             int generated always as identity primary key,
    unit_id        int         not null references org.unit,
    grid_id        int references org.grid,
    owner_id       int references org.officer,
    bridge_id      int references channel.bridge,
    external_ref   text,
    name           text        not null check (length(name) between 1 and 80),
    area           text        not null default '',
    members        int         not null default 0 check (members between 0 and 2000),
    door           text        not null unique,
    created_at     timestamptz not null default now(),
    last_matter_at timestamptz,
    last_matter_id bigint,
    closed_at      timestamptz,
    unique (bridge_id, external_ref)
);
create index chat_group_unit on groups.chat_group (unit_id, id);
alter table groups.chat_group enable row level security;
alter table groups.chat_group force row level security;
create policy walled on groups.chat_group
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema groups to ${app};
grant select, insert, update on groups.chat_group to ${app};
