/** The walls, tried from both sides: what the catalogue says and what a station can really reach. */
@NullMarked
package org.fengqiao.database;

import org.jspecify.annotations.NullMarked;
