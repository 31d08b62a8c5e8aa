-- System administrators keep the bridges; what came over them they do not see.
alter policy walled on channel.bridge
    using (unit_id = any ((select org.kept_in_sight())::int[]))
    with check (unit_id = any ((select org.kept_in_sight())::int[]));
