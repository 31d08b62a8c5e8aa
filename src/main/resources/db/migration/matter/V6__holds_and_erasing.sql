-- A matter may have to be kept by law (a hold).
alter table matter.matter
    add column hold_reason text check (length(hold_reason) between 1 and 500),
    add column hold_basis  text check (length(hold_basis) between 1 and 200),
    add column held_by     int,
    add column held_at     timestamptz,
    add column erased_at   timestamptz,
    add constraint hold_is_whole check ((hold_reason is null) = (hold_basis is null) and (hold_reason is null) = (held_at is null));

-- What is over and not yet emptied, by the time it has been over.
create index matter_to_empty on matter.matter (closed_at, id) where closed_at is not null and (erased_at is null or erased_at < closed_at);

-- A person's own words are emptied when the law says so (个人信息保护法 §19, §47). The seal of what a line said stays in `erased`, so the chain
-- still holds. The app may not change lines; this empties them and can do nothing else: no word is written, only taken away.
create policy emptied on matter.ledger for update
    using (unit_id = any ((select org.units_in_sight())::int[])) with check (unit_id = any ((select org.units_in_sight())::int[]));

create function matter.empty_lines(of_matter bigint, places int[], seals bytea[], photos boolean) returns int
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    emptied int;
begin
    if not (select org.house_in_sight()) then
        raise insufficient_privilege using message = 'lines are emptied with the whole house in sight';
    end if;
    update matter.ledger l
       set erased = s.seal,
           by_name = case when l.by_kind = 'RESIDENT' then '' else l.by_name end,
           data = (select coalesce(jsonb_object_agg(e.key, case
                              when e.key in ('words', 'asker', 'question', 'reason', 'task', 'place') and jsonb_typeof(e.value) = 'string' then '""'::jsonb
                              when e.key = 'photos' and photos then '[]'::jsonb
                              else e.value end), '{}') from jsonb_each(l.data) as e)
      from unnest(places, seals) as s (n, seal)
     where l.matter_id = of_matter and l.n = s.n and l.erased is null and octet_length(s.seal) = 33;
    get diagnostics emptied = row_count;
    return emptied;
end
$$;
revoke all on function matter.empty_lines(bigint, int[], bytea[], boolean) from public;
grant execute on function matter.empty_lines(bigint, int[], bytea[], boolean) to ${app};

grant delete on matter.photo to ${app};
