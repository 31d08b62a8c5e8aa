package org.fengqiao.access;

import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where maps take their ground from: a tile server of the operator's choice, or nowhere (ADR 12). */
@Component("mapTiles")
public class MapTiles {

    private final String address;
    private final String credit;

    MapTiles(@Value("${fengqiao.map.tiles:}") String address, @Value("${fengqiao.map.credit:}") String credit) {
        this.address = address.strip();
        this.credit = credit.strip();
    }

    /** Address with {@code {z}}, {@code {x}} and {@code {y}}, in GCJ-02; empty for a plain ground. */
    public String address() {
        return address;
    }

    /** What has to stand on the map, such as its approval number (审图号); empty for nothing. */
    public String credit() {
        return credit;
    }

    /** The origin for the content security policy; empty where it is the house itself or there are none. */
    public String origin() {
        if (!address.contains("//")) {
            return "";
        }
        String whole = address.startsWith("//") ? "https:" + address : address;
        URI uri = URI.create(whole.replaceAll("[^/.]*\\{s}[^/.]*\\.", "*.").replaceAll("[{}]", ""));
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
