package org.fengqiao.access;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where residents and bridges reach the house: as configured, else as the one who asks reached it. */
@Component
public class HouseAddress {

    private final String configured;

    /**
     * @param configured for example {@code https://police.example.cn}; empty to go by the address in the asker's browser
     */
    HouseAddress(@Value("${fengqiao.public-url:}") String configured) {
        this.configured = configured.strip().replaceAll("/+$", "");
    }

    /** The whole address of a page, within a request. {@code path} begins with a slash. */
    public String of(String path) {
        return (configured.isEmpty()
                        ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()
                        : configured)
                + path;
    }
}
