-- Every line of the ledger seals the one before it, matter by matter; the matter keeps the seal of its last line. What a line says is
-- sealed by itself first (with the tracking code, 80 random bits, so that nobody guesses it from the seal): when a line has to be
-- emptied, `erased` keeps that seal and the chain still holds. How: org.fengqiao.matter.LineSeal.
drop index matter.ledger_of_matter;
alter table matter.ledger add column n int, add column hash bytea, add column erased bytea;
alter table matter.matter add column head bytea;

-- The owner, too, stands before the walls, and what is here belongs to all units.
alter table matter.ledger no force row level security;
alter table matter.matter no force row level security;

create function matter.canonical(value jsonb) returns text language plpgsql immutable as $$
begin
    return case jsonb_typeof(value)
        when 'object' then '{' || coalesce((select string_agg(to_json(e.key)::text || ':' || matter.canonical(e.value), ',' order by e.key collate "C")
                                            from jsonb_each(value) as e), '') || '}'
        when 'array' then '[' || coalesce((select string_agg(matter.canonical(e.value), ',' order by e.i)
                                           from jsonb_array_elements(value) with ordinality as e (value, i)), '') || ']'
        when 'number' then trim_scale((value #>> '{}')::numeric)::text
        when 'string' then to_json(value #>> '{}')::text
        else value::text end;
end
$$;
create function matter.field(value bytea) returns bytea language sql immutable as $$ select int4send(octet_length(value)) || value $$;
create function matter.field(value text) returns bytea language sql immutable as $$ select matter.field(convert_to(value, 'UTF8')) $$;

do $$
declare
    line record;
    matter_before bigint;
    former bytea;
    place int;
    content bytea;
begin
    for line in select l.ctid, l.matter_id, l.unit_id, l.what, l.by_kind, l.by_id, l.by_name, l.data, coalesce(m.tracking, '') as tracking,
                       (extract(epoch from l.at) * 1000000)::bigint as at
                from matter.ledger l left join matter.matter m on m.id = l.matter_id order by l.matter_id, l.seq
    loop
        if line.matter_id is distinct from matter_before then
            matter_before := line.matter_id;
            former := '';
            place := 0;
        end if;
        place := place + 1;
        content := '\x01'::bytea || sha256(matter.field('happening') || matter.field(line.tracking) || matter.field(place::text)
            || matter.field(line.by_kind) || matter.field(line.by_id::text) || matter.field(line.by_name) || matter.field(matter.canonical(line.data)));
        former := '\x01'::bytea || sha256(matter.field('line') || matter.field(former) || matter.field(place::text)
            || matter.field(line.unit_id::text) || matter.field(line.what) || matter.field(line.at::text) || matter.field(content));
        update matter.ledger set n = place, hash = former where ctid = line.ctid;
    end loop;
end
$$;
update matter.matter m set head = l.hash
from (select distinct on (matter_id) matter_id, hash from matter.ledger order by matter_id, n desc) as l where l.matter_id = m.id;
update matter.matter set head = '' where head is null;

drop function matter.field(text);
drop function matter.field(bytea);
drop function matter.canonical(jsonb);

alter table matter.ledger alter column n set not null, alter column hash set not null;
alter table matter.matter alter column head set not null;
alter table matter.ledger force row level security;
alter table matter.matter force row level security;
-- A chain does not fork, and the life of a matter is read along it.
create unique index ledger_chain on matter.ledger (matter_id, n);
