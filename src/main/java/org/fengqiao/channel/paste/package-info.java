/** Cuts text that an officer copied from a WeChat group into messages, and knows again what was pasted before (row A1). */
@NamedInterface("paste")
@NullMarked
package org.fengqiao.channel.paste;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
