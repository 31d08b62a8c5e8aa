package org.fengqiao;

public final class Launch {
    public static void main(String[] a) throws Exception {}
}
