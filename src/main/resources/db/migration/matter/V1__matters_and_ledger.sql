create table matter.matter (
    id             bigint generated always as identity primary key,
    unit_id        int         not null references org.unit,
    from_unit_id   int references org.unit,
    number         text        not null unique,
    kind           text        not null,
    urgency        text        not null default 'NORMAL' check (urgency in ('NORMAL', 'URGENT', 'LIFE')),
    stage          text        not null,
    stage_before   text,
    words          text        not null,
    place          text        not null default '',
    longitude      double precision,
    latitude       double precision,
    resident_id    bigint,
    asker          text        not null default '',
    way            text        not null check (way in ('PASTE', 'HOOK', 'WEB', 'DESK', 'API')),
    group_id       int,
    bridge_id      int,
    grid_id        int,
    handler_id     int,
    answer         text,
    settled        boolean,
    stars          smallint check (stars between 1 and 5),
    merged_into    bigint references matter.matter,
    tracking       text        not null unique,
    version        int         not null default 1,
    unread         boolean     not null default false,
    opened_by      int,
    opened_at      timestamptz not null default clock_timestamp(),
    awaiting_since timestamptz,
    answered_at    timestamptz,
    closed_at      timestamptz,
    changed_at     timestamptz not null default clock_timestamp()
) with (fillfactor = 85);
-- What is open is found without touching what is past.
create index matter_open_of_unit on matter.matter (unit_id, id) where closed_at is null;
create index matter_open on matter.matter (id) where closed_at is null;
create index matter_of_unit on matter.matter (unit_id, id);
create index matter_of_group on matter.matter (group_id, id) where group_id is not null;
create index matter_of_resident on matter.matter (resident_id, id) where resident_id is not null;
create index matter_merged on matter.matter (merged_into) where merged_into is not null;

-- Who else may see a matter: the unit that handed it on, a partner or volunteer it was handed to.
create table matter.sight (
    matter_id     bigint      not null references matter.matter,
    unit_id       int         not null default 0,
    officer_id    int         not null default 0,
    why           text        not null check (why in ('HANDED_ON', 'TO_PARTNER')),
    given_by_unit int         not null,
    task          text        not null default '',
    report        text        not null default '',
    reported_at   timestamptz,
    since         timestamptz not null default now(),
    until         timestamptz,
    primary key (matter_id, unit_id, officer_id, given_by_unit),
    check (unit_id <> 0 or officer_id <> 0)
);
create index sight_unit on matter.sight (unit_id, matter_id) where unit_id <> 0;
create index sight_officer on matter.sight (officer_id, matter_id) where officer_id <> 0;
alter table matter.sight enable row level security;
alter table matter.sight force row level security;
-- A task is seen by the partner's own people or the one person it was given to; who only works under the same roof as the unit that
-- handed a matter on (a volunteer of a station) sees nothing by that.
create policy seen on matter.sight for select
    using (given_by_unit = any ((select org.units_in_sight())::int[])
           or (why = 'TO_PARTNER' and unit_id <> 0 and unit_id = (select org.home_in_sight()))
           or (officer_id <> 0 and officer_id = (select org.officer_in_sight())));
create policy given on matter.sight for insert
    with check (given_by_unit = any ((select org.units_in_sight())::int[]));
create policy reported on matter.sight for update
    using (given_by_unit = any ((select org.units_in_sight())::int[])
           or (why = 'TO_PARTNER' and unit_id <> 0 and unit_id = (select org.home_in_sight()))
           or (officer_id <> 0 and officer_id = (select org.officer_in_sight())));

-- Sight of a matter is given only by the unit that answers for it now. A trigger, because a policy that looked at matter.matter would
-- turn in a circle with the one there, which looks here.
create function matter.sight_is_given_by_who_answers() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from matter.matter m where m.id = new.matter_id and m.unit_id = new.given_by_unit) then
        raise insufficient_privilege using message = 'sight of a matter is given by the unit that answers for it';
    end if;
    return new;
end
$$;
create trigger given_by_who_answers before insert on matter.sight
    for each row execute function matter.sight_is_given_by_who_answers();

create function matter.tracking_in_sight() returns text language sql stable parallel safe as $$
    select nullif(current_setting('fengqiao.tracking', true), '')
$$;

-- Asked only of what is not the reader's own units'. Functions, so that the statements of every day do not carry these queries, and the
-- walls of the tables they look into, as parts of their own; each runs in the caller's sight.
create function matter.handed_to_reader(matter bigint) returns boolean language plpgsql stable parallel safe as $$
begin
    return exists (select from matter.sight s where s.matter_id = matter and (s.until is null or s.until > now()));
end
$$;
create function matter.seen_by_reader(matter bigint) returns boolean language plpgsql stable parallel safe as $$
begin
    return exists (select from matter.matter m where m.id = matter);
end
$$;
create function matter.seen_and_answered_for(matter bigint, by_unit int) returns boolean language plpgsql stable parallel safe as $$
begin
    return exists (select from matter.matter m where m.id = matter and m.unit_id = by_unit);
end
$$;

alter table matter.matter enable row level security;
alter table matter.matter force row level security;
create policy seen on matter.matter for select
    using (unit_id = any ((select org.units_in_sight())::int[])
           or tracking = (select matter.tracking_in_sight())
           or matter.handed_to_reader(id));
create policy opened on matter.matter for insert
    with check (unit_id = any ((select org.units_in_sight())::int[]));
create policy changed on matter.matter for update
    using (unit_id = any ((select org.units_in_sight())::int[])
           or tracking = (select matter.tracking_in_sight())
           or matter.handed_to_reader(id));

-- Who was given sight of a matter may report on it, but only the unit that answers for it may move it to another.
create function matter.is_moved_by_who_answers() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if not (old.unit_id = any (org.units_in_sight())) then
        raise insufficient_privilege using message = 'a matter is moved by the unit that answers for it';
    end if;
    return new;
end
$$;
create trigger moved_by_who_answers before update of unit_id on matter.matter
    for each row when (old.unit_id is distinct from new.unit_id) execute function matter.is_moved_by_who_answers();

-- The ledger: one line for every change, written with it. The timeline, the audit line and the queue of every follower are this.
create table matter.ledger (
    xid       xid8        not null default pg_current_xact_id(),
    seq       bigint      generated always as identity,
    matter_id bigint      not null,
    unit_id   int         not null,
    what      text        not null,
    at        timestamptz not null default clock_timestamp(),
    by_kind   text        not null check (by_kind in ('OFFICER', 'RESIDENT', 'HOUSE')),
    by_id     int         not null default 0,
    by_name   text        not null default '',
    data      jsonb       not null,
    primary key (xid, seq)
);
create index ledger_of_matter on matter.ledger (matter_id, seq);
-- A matter is opened once; nobody writes a second first line for it.
create unique index ledger_opened on matter.ledger (matter_id) where what = 'Opened';
alter table matter.ledger enable row level security;
alter table matter.ledger force row level security;
create policy seen on matter.ledger for select
    using (unit_id = any ((select org.units_in_sight())::int[])
           or matter.seen_by_reader(matter_id));
create policy written on matter.ledger for insert
    with check ((what = 'Opened' and unit_id = any ((select org.units_in_sight())::int[]))
           or matter.seen_and_answered_for(matter_id, unit_id));

create table matter.counter (
    unit_id int not null references org.unit,
    year    int not null,
    last    int not null,
    primary key (unit_id, year)
);
alter table matter.counter enable row level security;
alter table matter.counter force row level security;
create policy walled on matter.counter
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

create table matter.photo (
    id         bigint generated always as identity primary key,
    matter_id  bigint      not null references matter.matter,
    unit_id    int         not null,
    sha256     text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
    thumbnail  text collate "C" not null check (thumbnail ~ '^[0-9a-f]{64}$'),
    width      int         not null,
    height     int         not null,
    bytes      int         not null,
    added_at   timestamptz not null default now()
);
create index photo_of_matter on matter.photo (matter_id, id);
-- From a file to its photos.
create index photo_full on matter.photo (sha256);
create index photo_thumbnail on matter.photo (thumbnail);
alter table matter.photo enable row level security;
alter table matter.photo force row level security;
create policy walled on matter.photo
    using (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.matter m where m.id = matter_id))
    with check (exists (select from matter.matter m where m.id = matter_id and m.unit_id = photo.unit_id));

-- What a matter can be found by, kept up by a follower; in blocks of matters so that the newest are looked through first.
create table matter.search (
    matter_id bigint   not null,
    unit_id   int      not null,
    tokens    tsvector not null
) partition by range (matter_id);
create unique index search_matter on matter.search (matter_id);
create index search_tokens on matter.search using gin (tokens);
alter table matter.search enable row level security;
alter table matter.search force row level security;
create policy walled on matter.search
    using (unit_id = any ((select org.units_in_sight())::int[])
           or exists (select from matter.sight s where s.matter_id = search.matter_id and (s.until is null or s.until > now())))
    with check ((select org.house_in_sight()));

create function matter.search_block(matter bigint) returns bigint language sql immutable parallel safe as $$
    select matter / 100000
$$;

-- Makes the block for a matter where it is missing. Runs as the owner, because only the owner may make tables.
create function matter.make_search_block(block bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    name text := 'search_' || block;
begin
    if block < 0 or block > 100000 then
        raise exception 'no such block';
    end if;
    perform pg_advisory_xact_lock(7011, block::int);
    if to_regclass('matter.' || name) is not null then
        return;
    end if;
    execute format('create table matter.%I (like matter.search including all)', name);
    execute format('alter table matter.%I enable row level security', name);
    execute format('alter table matter.%I force row level security', name);
    execute format('create policy walled on matter.%I using (unit_id = any ((select org.units_in_sight())::int[]) or exists (select from matter.sight s where s.matter_id = %1$I.matter_id and (s.until is null or s.until > now()))) with check ((select org.house_in_sight()))', name);
    execute format('alter table matter.search attach partition matter.%I for values from (%s) to (%s)', name, block * 100000, (block + 1) * 100000);
end
$$;
revoke all on function matter.make_search_block(bigint) from public;
grant execute on function matter.make_search_block(bigint) to ${app};
select matter.make_search_block(0);

-- A list an officer comes back to.
create table matter.saved_view (
    id         int generated always as identity primary key,
    officer_id int  not null references org.officer,
    name       text not null check (length(name) between 1 and 40),
    query      text not null check (length(query) <= 1000),
    unique (officer_id, name)
);
alter table matter.saved_view enable row level security;
alter table matter.saved_view force row level security;
create policy walled on matter.saved_view
    using (officer_id = (select org.officer_in_sight()))
    with check (officer_id = (select org.officer_in_sight()));

grant usage on schema matter to ${app};
grant select on sequence matter.matter_id_seq to ${app};
grant select, insert, update on matter.matter, matter.counter, matter.search to ${app};
grant select, insert, update (why, task, report, reported_at, until) on matter.sight to ${app};
grant select, insert on matter.ledger, matter.photo to ${app};
grant select, insert, update, delete on matter.saved_view to ${app};
