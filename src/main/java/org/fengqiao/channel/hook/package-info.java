/** The way in and out for bridges: signed calls after the Standard Webhooks convention (rows A1, A6 of the mission). */
@NamedInterface("hook")
@NullMarked
package org.fengqiao.channel.hook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
