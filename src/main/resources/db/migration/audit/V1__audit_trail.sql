-- Who did what to whose account, looked at what and why: one chain of sealed lines for each officer, so that nobody waits for anybody
-- else; the chain 0 holds what the house did by itself and what strangers tried at its door.
create table audit.line (
    officer_id int         not null,
    n          bigint      not null,
    xid        xid8        not null default pg_current_xact_id(),
    at         timestamptz not null,
    unit_id    int,
    by_name    text        not null default '',
    by_role    text        not null,
    what       text        not null,
    about      text        not null default '',
    purpose    text        not null default '',
    data       jsonb       not null default '{}',
    address    text        not null default '',
    hash       bytea       not null,
    primary key (officer_id, n)
);
create index line_at on audit.line (at, officer_id, n);
-- What changed since a checkpoint.
create index line_xid on audit.line (xid);

-- Lines of no unit are read from the top of the tree.
create function audit.top_in_sight() returns boolean language sql stable parallel safe as $$
    select exists (select from org.unit u where u.parent_id is null and u.id = any (org.units_in_sight()))
$$;

alter table audit.line enable row level security;
alter table audit.line force row level security;
create policy seen on audit.line for select
    using (unit_id = any ((select org.units_in_sight())::int[])
           or officer_id = (select nullif(org.officer_in_sight(), 0))
           or (select org.house_in_sight())
           or (unit_id is null and (select audit.top_in_sight())));
create policy written on audit.line for insert
    with check ((select org.house_in_sight())
           or (officer_id = (select nullif(org.officer_in_sight(), 0)) and unit_id is not distinct from (select nullif(org.home_in_sight(), 0))));

grant usage on schema audit to ${app};
grant select, insert on audit.line to ${app};
