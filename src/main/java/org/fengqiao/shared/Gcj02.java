package org.fengqiao.shared;

/**
 * A point in GCJ-02, the datum of public maps in China ("Mars coordinates"). Browsers and GPS devices measure in WGS-84; the way from
 * one to the other is kept from the public by law, what everybody uses is the approximation found out in 2010, good to about a
 * metre: offsets made of sines on the Krasovsky ellipsoid (a = 6,378,245 m, e² = 0.006693421622965943).
 *
 * @param longitude degrees east
 * @param latitude degrees north
 */
public record Gcj02(double longitude, double latitude) {

    private static final double AXIS = 6_378_245.0;
    private static final double SQUARED_ECCENTRICITY = 0.006693421622965943;

    /** The point for one measured in WGS-84; outside China both are the same. */
    public static Gcj02 fromWgs84(double longitude, double latitude) {
        if (!isInChina(longitude, latitude)) {
            return new Gcj02(longitude, latitude);
        }
        double x = longitude - 105.0;
        double y = latitude - 35.0;
        double radians = Math.toRadians(latitude);
        double sine = Math.sin(radians);
        double flattening = 1 - SQUARED_ECCENTRICITY * sine * sine;
        double root = Math.sqrt(flattening);
        double north = northward(x, y) * 180.0 / ((AXIS * (1 - SQUARED_ECCENTRICITY)) / (flattening * root) * Math.PI);
        double east = eastward(x, y) * 180.0 / (AXIS / root * Math.cos(radians) * Math.PI);
        return new Gcj02(longitude + east, latitude + north);
    }

    private static boolean isInChina(double longitude, double latitude) {
        return longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271;
    }

    private static double northward(double x, double y) {
        return -100.0
                + 2.0 * x
                + 3.0 * y
                + 0.2 * y * y
                + 0.1 * x * y
                + 0.2 * Math.sqrt(Math.abs(x))
                + ripple(x)
                + (20.0 * sine(y) + 40.0 * sine(y / 3.0)) * 2.0 / 3.0
                + (160.0 * sine(y / 12.0) + 320.0 * sine(y / 30.0)) * 2.0 / 3.0;
    }

    private static double eastward(double x, double y) {
        return 300.0
                + x
                + 2.0 * y
                + 0.1 * x * x
                + 0.1 * x * y
                + 0.1 * Math.sqrt(Math.abs(x))
                + ripple(x)
                + (20.0 * sine(x) + 40.0 * sine(x / 3.0)) * 2.0 / 3.0
                + (150.0 * sine(x / 12.0) + 300.0 * sine(x / 30.0)) * 2.0 / 3.0;
    }

    private static double ripple(double x) {
        return (20.0 * sine(6.0 * x) + 20.0 * sine(2.0 * x)) * 2.0 / 3.0;
    }

    private static double sine(double halfTurns) {
        return Math.sin(halfTurns * Math.PI);
    }
}
