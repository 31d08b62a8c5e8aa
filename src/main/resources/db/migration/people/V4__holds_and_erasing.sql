-- A sheet may have to be kept by law (a hold), and may be emptied at the resident's wish or when its time is over (个人信息保护法 §19, §47).
-- Of an emptied sheet only the id is left: the name under which the audit trail knows it.
alter table people.resident
    add column hold_reason text check (length(hold_reason) between 1 and 500),
    add column hold_basis  text check (length(hold_basis) between 1 and 200),
    add column held_by     int,
    add column held_at     timestamptz,
    add column erased_at   timestamptz,
    add constraint hold_is_whole check ((hold_reason is null) = (hold_basis is null) and (hold_reason is null) = (held_at is null)),
    add constraint erased_is_empty check (erased_at is null or (hold_reason is null and name = '' and address = '' and note = '' and consent = ''
        and phone_sealed is null and phone_index is null and citizen_sealed is null and citizen_index is null));
grant delete on people.nickname to ${app};

-- How long what is kept is kept, kind by kind. The numbers a house begins with are proposals; nothing is taken away by a rule before a
-- person has put it into force. Holds no station's rows, so it stands outside the walls.
create table people.retention (
    kind       text        primary key check (kind ~ '^[A-Z_]{1,40}$'),
    months     int         not null check (months between 1 and 1200),
    basis      text        not null check (length(basis) between 1 and 200),
    in_force   boolean     not null default false,
    changed_by int,
    changed_at timestamptz not null default now()
);
grant select, insert, update on people.retention to ${app};
insert into people.retention (kind, months, basis) values
    ('MATTER', 60, '个人信息保护法第十九条（建议值，由主管机关按档案规定确定）'),
    ('RESIDENT', 36, '个人信息保护法第十九条（建议值，由主管机关确定）');
create index resident_to_erase on people.resident (created_at, id) where erased_at is null;
