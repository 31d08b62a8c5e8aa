/** Words every room speaks: values that check themselves, refusals a person understands, pages by key, photos, search tokens. */
@NullMarked
package org.fengqiao.shared;

import org.jspecify.annotations.NullMarked;
