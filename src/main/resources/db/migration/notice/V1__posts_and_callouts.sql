-- Words to be put into chat groups by a person: a ready text, one receipt per group.
create table notice.post (
    id         bigint generated always as identity primary key,
    unit_id    int         not null,
    matter_id  bigint,
    kind       text        not null check (kind in ('ANSWER', 'QUESTION', 'WARNING')),
    words      text        not null,
    asked_by   int         not null default 0,
    asked_at   timestamptz not null default now(),
    withdrawn_at timestamptz
);
create index post_of_unit on notice.post (unit_id, id);
create index post_of_matter on notice.post (matter_id) where matter_id is not null;
create table notice.receipt (
    post_id   bigint not null references notice.post,
    group_id  int    not null,
    unit_id   int    not null,
    posted_at timestamptz,
    posted_by int,
    primary key (post_id, group_id)
);
create index receipt_open on notice.receipt (unit_id, post_id) where posted_at is null;
alter table notice.post enable row level security;
alter table notice.post force row level security;
create policy walled on notice.post
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));
alter table notice.receipt enable row level security;
alter table notice.receipt force row level security;
create policy walled on notice.receipt
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

-- Answers that go out to a bridge. WAITING to be sent; SENDING is written before the first byte leaves; SENT when the peer said so;
-- PARKED when nobody knows whether it arrived: the machine never sends it again, a person settles it.
create table notice.callout (
    id         bigint generated always as identity primary key,
    unit_id    int         not null,
    bridge_id  int         not null,
    matter_id  bigint      not null,
    webhook_id text        not null unique,
    body       text        not null,
    state      text        not null default 'WAITING' check (state in ('WAITING', 'SENDING', 'SENT', 'PARKED', 'GIVEN_UP')),
    tries      int         not null default 0,
    due_at     timestamptz not null default now(),
    said       text        not null default '',
    made_at    timestamptz not null default now(),
    settled_at timestamptz,
    settled_by int
);
create index callout_due on notice.callout (due_at) where state in ('WAITING', 'SENDING');
create index callout_parked on notice.callout (unit_id, id) where state = 'PARKED';
alter table notice.callout enable row level security;
alter table notice.callout force row level security;
create policy walled on notice.callout
    using (unit_id = any ((select org.units_in_sight())::int[]))
    with check (unit_id = any ((select org.units_in_sight())::int[]));

grant usage on schema notice to ${app};
grant select, insert, update on notice.post, notice.receipt, notice.callout to ${app};
