-- Units form a tree: province, city, county bureau, station; partners (property managers, heating companies, committees …) hang below
-- the station or bureau they work with. The tree is no secret: every officer may hand a matter to any unit.
create table org.unit (
    id        int generated always as identity primary key,
    parent_id int references org.unit,
    kind      text   not null check (kind in ('PROVINCE', 'CITY', 'COUNTY', 'STATION', 'PARTNER')),
    name      text   not null check (length(name) between 1 and 80),
    code      text   not null unique check (code ~ '^[A-Z0-9]{2,12}$'),
    address   text   not null default '',
    phone     text   not null default '',
    longitude double precision,
    latitude  double precision,
    ancestors int[]  not null default '{}',
    closed_at timestamptz
);
create index unit_parent on org.unit (parent_id);

-- What the bearer of the transaction may see; '*' is the house's own work. A setting that was local to a former transaction reads '',
-- not NULL, hence NULLIF.
create function org.all_units() returns int[] language sql stable parallel safe as $$
    select coalesce(array_agg(u.id), '{}') from org.unit u
$$;
-- Without a query of its own, so that PostgreSQL writes it into the statement instead of calling it.
create function org.units_in_sight() returns int[] language sql stable parallel safe as $$
    select case when nullif(current_setting('fengqiao.units', true), '') = '*' then org.all_units()
                else coalesce(nullif(current_setting('fengqiao.units', true), '')::int[], '{}') end
$$;
create function org.house_in_sight() returns boolean language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('fengqiao.units', true), '') = '*', false)
$$;
create function org.officer_in_sight() returns int language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('fengqiao.officer', true), '')::int, 0)
$$;
create function org.home_in_sight() returns int language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('fengqiao.home', true), '')::int, 0)
$$;

alter table org.unit enable row level security;
alter table org.unit force row level security;
create policy seen on org.unit for select using (true);
create policy added on org.unit for insert
    with check (parent_id = any ((select org.units_in_sight())::int[]) or (select org.house_in_sight()));
create policy changed on org.unit for update
    using (id = any ((select org.units_in_sight())::int[])) with check (id = any ((select org.units_in_sight())::int[]));

create table org.officer (
    id          int generated always as identity primary key,
    unit_id     int  not null references org.unit,
    name        text not null check (length(name) between 1 and 40),
    role        text not null check (role in ('OFFICER', 'AUXILIARY', 'CHIEF', 'SUPERVISOR', 'PARTNER', 'MEDIATOR', 'VOLUNTEER', 'ADMINISTRATOR')),
    badge       text not null default '',
    phone       text not null default '',
    disabled_at timestamptz,
    created_at  timestamptz not null default now()
);
create index officer_unit on org.officer (unit_id, id);
alter table org.officer enable row level security;
alter table org.officer force row level security;
create policy seen on org.officer for select
    using (unit_id = any ((select org.units_in_sight())::int[]) or id = (select org.officer_in_sight()) or unit_id = (select org.home_in_sight()));
create policy added on org.officer for insert with check (unit_id = any ((select org.units_in_sight())::int[]));
create policy changed on org.officer for update
    using (unit_id = any ((select org.units_in_sight())::int[])) with check (unit_id = any ((select org.units_in_sight())::int[]));

-- Who answers for a place: the police grid with its community officer, the social grid with its keeper.
create table org.grid (
    id           int generated always as identity primary key,
    unit_id      int  not null references org.unit,
    kind         text not null check (kind in ('POLICE', 'SOCIAL')),
    name         text not null check (length(name) between 1 and 80),
    officer_id   int references org.officer,
    keeper_name  text not null default '',
    keeper_phone text not null default '',
    area         jsonb,
    door         text not null unique,
    closed_at    timestamptz
);
create index grid_unit on org.grid (unit_id, id);
alter table org.grid enable row level security;
alter table org.grid force row level security;
create policy walled on org.grid
    using (unit_id = any ((select org.units_in_sight())::int[]) or unit_id = (select org.home_in_sight()))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema org to ${app};
grant select, insert, update on org.officer, org.grid to ${app};
-- A unit stays where it hangs in the tree: the walls are built along it.
grant select, insert, update (name, address, phone, longitude, latitude, closed_at) on org.unit to ${app};
grant usage on sequence org.unit_id_seq to ${app};
