-- Whom a matter complains about: an officer, a unit, or both where the officer leads the unit. An accusation never reaches the accused
-- person or unit (信访工作条例 art. 30).
create table matter.named (
    id            bigint generated always as identity primary key,
    matter_id     bigint      not null references matter.matter,
    named_unit    int references org.unit,
    named_officer int references org.officer,
    named_by      int         not null default 0,
    named_at      timestamptz not null default now(),
    lifted_by     int,
    lifted_at     timestamptz,
    check (named_unit is not null or named_officer is not null)
);
create index named_matter on matter.named (matter_id);
create index named_unit on matter.named (named_unit) where lifted_at is null and named_unit is not null;
create index named_officer on matter.named (named_officer) where lifted_at is null and named_officer is not null;
create unique index named_once on matter.named (matter_id, coalesce(named_unit, 0), coalesce(named_officer, 0)) where lifted_at is null;
alter table matter.named enable row level security;
alter table matter.named force row level security;
create policy seen on matter.named for select using (matter.seen_by_reader(matter_id));
create policy named on matter.named for insert with check (matter.seen_by_reader(matter_id));
create policy lifted on matter.named for update
    using (matter.seen_by_reader(matter_id)) with check (matter.seen_by_reader(matter_id));
-- The owner looks for the reader, below.
create policy looked_through on matter.named for select to current_user using (true);
grant select, insert, update (lifted_by, lifted_at) on matter.named to ${app};

-- The matters kept out of the reader's sight: those that name the reader, or the reader's unit, or one above it. Runs as the owner,
-- because who is named may not see that there is a name. Asked once for a statement, of an index with nothing in it for nearly everybody;
-- never planned anew, also where the statement around it is.
create function matter.out_of_sight() returns bigint[] language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    reader constant int := org.officer_in_sight();
begin
    if reader = 0 then
        return '{}';
    end if;
    return array(
        select n.matter_id from matter.named n where n.lifted_at is null and n.named_officer = reader
        union
        select n.matter_id from org.unit u join matter.named n on n.named_unit = any (u.ancestors)
        where u.id = org.home_in_sight() and n.lifted_at is null);
end
$$;
revoke all on function matter.out_of_sight() from public;
grant execute on function matter.out_of_sight() to ${app};

-- Restrictive: whatever else lets a row through, this one has to let it through, too. For the app alone, so that functions which look
-- through it as the owner are not stopped by it.
create policy out_of_sight on matter.matter as restrictive to ${app}
    using (id <> all ((select matter.out_of_sight())::bigint[]))
    with check (id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on matter.ledger as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on matter.sight as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on matter.photo as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on matter.search as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
do $$
declare
    block regclass;
begin
    for block in select inhrelid::regclass from pg_inherits where inhparent = 'matter.search'::regclass loop
        execute format('create policy out_of_sight on %s as restrictive to %s using (matter_id <> all ((select matter.out_of_sight())::bigint[])) with check (matter_id <> all ((select matter.out_of_sight())::bigint[]))', block, $app$ ${app}$app$);
    end loop;
end
$$;
create or replace function matter.make_search_block(block bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
    execute format('create policy out_of_sight on matter.%I as restrictive to %s using (matter_id <> all ((select matter.out_of_sight())::bigint[])) with check (matter_id <> all ((select matter.out_of_sight())::bigint[]))', name, $app$ ${app}$app$);
    execute format('alter table matter.search attach partition matter.%I for values from (%s) to (%s)', name, block * 100000, (block + 1) * 100000);
end
$$;

-- Rooms below, whose rows may lead to a matter.
create policy out_of_sight on channel.message as restrictive to ${app}
    using (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]));
create function matter.names_out_of_sight() returns text[] language sql stable parallel safe as $$
    select array(select 'matter/' || id from unnest(matter.out_of_sight()) as id)
$$;
create policy out_of_sight on audit.line as restrictive for select to ${app}
    using (about <> all ((select matter.names_out_of_sight())::text[]));
