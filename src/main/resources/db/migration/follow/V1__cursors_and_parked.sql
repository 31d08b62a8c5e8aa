-- How far each follower has read its stream. The position is (transaction, line): lines are read in commit order, and only below the
-- oldest transaction still running, so that a line that commits late is never jumped over.
create table follow.cursor (
    follower text primary key,
    xid      xid8        not null default '0',
    seq      bigint      not null default 0,
    moved_at timestamptz not null default now()
);

-- Lines a follower could not digest: put aside with the reason, shown to an administrator, tried again on request.
create table follow.parked (
    id         bigint generated always as identity primary key,
    follower   text        not null,
    xid        xid8        not null,
    seq        bigint      not null,
    reason     text        not null,
    tries      int         not null default 1,
    parked_at  timestamptz not null default now(),
    tried_at   timestamptz not null default now(),
    settled_at timestamptz,
    unique (follower, xid, seq)
);
create index parked_open on follow.parked (follower, id) where settled_at is null;

grant usage on schema follow to ${app};
grant select, insert, update on follow.cursor, follow.parked to ${app};
