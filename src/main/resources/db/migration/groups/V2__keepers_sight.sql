-- System administrators keep the groups; what is said in them they do not see.
alter policy walled on groups.chat_group
    using (unit_id = any ((select org.kept_in_sight())::int[]))
    with check (unit_id = any ((select org.kept_in_sight())::int[]));
