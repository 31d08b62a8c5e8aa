-- How a person signs in. Holds no station's rows, so it stands outside the walls; passwords are Argon2id hashes.
create table access.credential (
    officer_id    int primary key references org.officer,
    login         text        not null check (login = lower(login) and length(login) between 2 and 40),
    password_hash text        not null,
    must_change   boolean     not null default true,
    epoch         int         not null default 1,
    failures      int         not null default 0,
    locked_until  timestamptz,
    changed_at    timestamptz not null default now(),
    unique (login)
);

-- A program's key to the API: only its SHA-256 is kept.
create table access.token (
    id         int generated always as identity primary key,
    officer_id int         not null references org.officer,
    name       text        not null check (length(name) between 1 and 80),
    hash       bytea       not null unique,
    scopes     text[]      not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    revoked_at timestamptz
);
create index token_officer on access.token (officer_id);

-- The answer already given under a key (Idempotency-Key): written in the transaction of the effect itself.
create table access.answered (
    officer_id int         not null,
    key        text        not null,
    request    bytea       not null,
    status     int         not null,
    headers    jsonb       not null,
    body       text        not null,
    at         timestamptz not null default now(),
    primary key (officer_id, key)
);
create index answered_at on access.answered using brin (at);
alter table access.answered enable row level security;
alter table access.answered force row level security;
create policy walled on access.answered
    using (officer_id = (select org.officer_in_sight()) or nullif(current_setting('fengqiao.units', true), '') = '*')
    with check (officer_id = (select org.officer_in_sight()));

create table access.spring_session (
    primary_id            char(36) primary key,
    session_id            char(36) not null unique,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);
create index spring_session_expiry on access.spring_session (expiry_time);
create index spring_session_principal on access.spring_session (principal_name);
create table access.spring_session_attributes (
    session_primary_id char(36)     not null references access.spring_session on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);

grant usage on schema access to ${app};
grant select, insert, update on access.credential, access.token to ${app};
grant select, insert, delete on access.answered to ${app};
grant select, insert, update, delete on access.spring_session, access.spring_session_attributes to ${app};
