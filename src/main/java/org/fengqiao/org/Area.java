package org.fengqiao.org;

import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The area of a grid: a GeoJSON Polygon or MultiPolygon (RFC 7946) in GCJ-02, as maps in China give it.
 *
 * @param geoJson the geometry alone, without spaces
 */
record Area(String geoJson) {

    static final int MOST_POINTS = 2_000;
    private static final int LONGEST = 100_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What somebody drew or pasted; null for nothing. A Feature is taken for its geometry. */
    static @Nullable Area of(@Nullable String pasted) {
        if (pasted == null || pasted.isBlank()) {
            return null;
        }
        if (pasted.length() > LONGEST) {
            throw refusal();
        }
        try {
            JsonNode read = JSON.readTree(pasted);
            JsonNode geometry = read.path("type").asString("").equals("Feature") ? read.path("geometry") : read;
            JsonNode coordinates = geometry.path("coordinates");
            int points = switch (geometry.path("type").asString("")) {
                case "Polygon" -> polygon(coordinates);
                case "MultiPolygon" -> {
                    int sum = 0;
                    for (JsonNode polygon : array(coordinates, 1)) {
                        sum += polygon(polygon);
                    }
                    yield sum;
                }
                default -> throw refusal();
            };
            if (points > MOST_POINTS) {
                throw refusal();
            }
            return new Area(JSON.writeValueAsString(JSON.createObjectNode()
                    .put("type", geometry.path("type").asString())
                    .set("coordinates", coordinates)));
        } catch (JacksonException malformed) {
            throw refusal();
        }
    }

    private static int polygon(JsonNode rings) {
        int points = 0;
        for (JsonNode ring : array(rings, 1)) {
            array(ring, 4);
            if (!ring.get(0).equals(ring.get(ring.size() - 1))) {
                throw refusal();
            }
            for (JsonNode position : ring) {
                array(position, 2);
                if (!within(position.get(0), 180) || !within(position.get(1), 90)) {
                    throw refusal();
                }
            }
            points += ring.size();
        }
        return points;
    }

    private static boolean within(JsonNode degrees, int most) {
        return degrees.isNumber() && Math.abs(degrees.asDouble()) <= most;
    }

    private static JsonNode array(JsonNode node, int least) {
        if (!node.isArray() || node.size() < least) {
            throw refusal();
        }
        return node;
    }

    private static RefusedException refusal() {
        return RefusedException.badInput("refused.grid.area", MOST_POINTS).at("area");
    }
}
