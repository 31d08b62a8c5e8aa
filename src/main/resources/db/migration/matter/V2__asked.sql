-- Matters whose resident was asked for more: what comes over a bridge may be the answer.
create index matter_awaiting on matter.matter (bridge_id) where awaiting_since is not null;
