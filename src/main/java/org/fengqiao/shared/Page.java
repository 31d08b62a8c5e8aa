package org.fengqiao.shared;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is walked by key, never by offset: page one and page ten thousand cost the same, and rows that come in
 * meanwhile neither repeat nor hide others.
 *
 * @param items what this page shows, in the order of the list
 * @param next where the next page begins, or null at the end of the list
 */
public record Page<T>(List<T> items, @Nullable PageKey next) {

    /** Takes a copy of the items. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page out of rows read with {@code LIMIT size + 1}: the row too many tells that there is more.
     *
     * @param rows up to {@code size + 1} rows
     * @param size most items a page shows, at least 1
     * @param keyOf the sort key of a row; the next page begins after the key of the last item shown
     */
    public static <T> Page<T> of(List<T> rows, int size, Function<? super T, PageKey> keyOf) {
        if (size < 1) {
            throw new IllegalArgumentException("A page shows at least one item, not " + size);
        }
        if (rows.size() <= size) {
            return new Page<>(rows, null);
        }
        return new Page<>(rows.subList(0, size), keyOf.apply(rows.get(size - 1)));
    }

    /** Whether there is another page after this one. */
    public boolean hasNext() {
        return next != null;
    }

    /** The same page with each item shown another way. */
    public <R> Page<R> map(Function<? super T, ? extends R> show) {
        return new Page<>(items.stream().<R>map(show).toList(), next);
    }
}
