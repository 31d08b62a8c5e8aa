-- Papers go out of sight with their matter (matter/V7).
create policy out_of_sight on document.document as restrictive to ${app}
    using (matter_id <> all ((select matter.out_of_sight())::bigint[]))
    with check (matter_id <> all ((select matter.out_of_sight())::bigint[]));
