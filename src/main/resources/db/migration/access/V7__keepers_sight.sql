-- Security administrators look after accounts and agree to emergencies in the units they keep: every policy of this room that asked for
-- the units in sight asks for those.
do $$
declare
    wall record;
begin
    for wall in
        select p.polname as name, p.polrelid::regclass as on_table,
               replace(pg_get_expr(p.polqual, p.polrelid), 'org.units_in_sight()', 'org.kept_in_sight()') as seen,
               replace(pg_get_expr(p.polwithcheck, p.polrelid), 'org.units_in_sight()', 'org.kept_in_sight()') as written
        from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'access'
          and concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) like '%org.units_in_sight()%'
    loop
        execute format('alter policy %I on %s', wall.name, wall.on_table)
            || coalesce(' using (' || wall.seen || ')', '') || coalesce(' with check (' || wall.written || ')', '');
    end loop;
end
$$;
