-- What led to a matter goes out of sight with it (matter/V7).
create policy out_of_sight on intake.looked_at as restrictive to ${app}
    using (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]));
create policy out_of_sight on intake.form as restrictive to ${app}
    using (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id is null or matter_id <> all ((select matter.out_of_sight())::bigint[]));
