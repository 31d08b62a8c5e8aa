-- A bridge carries messages of a vendor or a robot to us. Its secret is derived from the house's master key and its serial; only the
-- serial is kept here.
create table channel.bridge (
    id            int generated always as identity primary key,
    unit_id       int         not null references org.unit,
    name          text        not null check (length(name) between 1 and 80),
    opens         text        not null default 'DESK' check (opens in ('DESK', 'MATTER')),
    serial        int         not null default 1,
    former_until  timestamptz,
    answer_url    text,
    created_at    timestamptz not null default now(),
    disabled_at   timestamptz
);
create index bridge_unit on channel.bridge (unit_id);
alter table channel.bridge enable row level security;
alter table channel.bridge force row level security;
create policy walled on channel.bridge
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

-- Every message from outside, once, under the id its vendor guarantees unique, before we say OK. WAITING: for the follower where
-- its bridge opened matters when it came (to_open), for the desk otherwise; MATTER: opened or joined one; FORGOTTEN: chatter, its
-- words dropped.
create table channel.message (
    id          bigint generated always as identity primary key,
    xid         xid8        not null default pg_current_xact_id(),
    unit_id     int         not null,
    bridge_id   int         not null,
    external_id text        not null check (length(external_id) between 1 and 200),
    body_hash   bytea       not null,
    group_ref   text,
    group_name  text,
    sender      text        not null default '',
    sender_ref  text,
    words       text,
    said_at     timestamptz not null,
    received_at timestamptz not null default clock_timestamp(),
    to_open     boolean     not null default false,
    state       text        not null default 'WAITING' check (state in ('WAITING', 'MATTER', 'FORGOTTEN')),
    matter_id   bigint,
    unique (bridge_id, external_id)
);
create index message_to_open on channel.message (xid, id) where to_open;
create index message_waiting on channel.message (unit_id, id) where state = 'WAITING';
create index message_matter on channel.message (matter_id) where matter_id is not null;
alter table channel.message enable row level security;
alter table channel.message force row level security;
create policy walled on channel.message
    using ((select org.house_in_sight()) or unit_id = any ((select org.units_in_sight())::int[]))
    with check ((select org.house_in_sight()) or unit_id = any ((select org.units_in_sight())::int[]));

-- What came well signed but cannot be read: the bytes as they came, and why.
create table channel.quarantine (
    id         bigint generated always as identity primary key,
    unit_id    int         not null,
    bridge_id  int         not null,
    hash       bytea       not null,
    raw        bytea       not null,
    reason     text        not null check (reason in ('NOT_JSON', 'NOT_UTF8', 'NOT_A_MESSAGE', 'WRONG_TYPE', 'NO_ID', 'LONG_ID', 'NO_WORDS', 'LONG_WORDS', 'NOT_A_TIME', 'UNSTORABLE')),
    came_at    timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    settled_by int,
    unique (bridge_id, hash)
);
create index quarantine_open on channel.quarantine (unit_id, id) where settled_at is null;
alter table channel.quarantine enable row level security;
alter table channel.quarantine force row level security;
create policy walled on channel.quarantine
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema channel to ${app};
grant select, insert, update on channel.bridge, channel.message, channel.quarantine to ${app};
