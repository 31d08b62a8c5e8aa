package org.fengqiao.audit;

import org.fengqiao.database.Check;

/** A check that finds history rewritten: what {@code verify} runs. */
public interface ProvesHistory extends Check {}
