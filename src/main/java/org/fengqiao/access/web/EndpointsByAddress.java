package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds who answers a request. Where an id stands in the address, Spring asks every endpoint of the house in full whether it is meant; at
 * more than two hundred of them that was a sixth of the work of a request. Here only those are asked whose address begins, ends and is
 * divided like the one that was asked for; which of them it is, Spring says as before.
 */
final class EndpointsByAddress extends RequestMappingHandlerMapping {

    private final Map<RequestMappingInfo, Shape[]> shapes = new ConcurrentHashMap<>();

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String address, HttpServletRequest request) throws Exception {
        return super.lookupHandlerMethod(address, new Asked(request, address));
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo endpoint, HttpServletRequest request) {
        if (request instanceof Asked asked && !asked.isHidden() && !fits(endpoint, asked)) {
            return null;
        }
        return super.getMatchingMapping(endpoint, request);
    }

    private boolean fits(RequestMappingInfo endpoint, Asked asked) {
        Shape[] known = shapes.get(endpoint); // asked two hundred times a request: computeIfAbsent alone may lock
        if (known == null) {
            known = shapes.computeIfAbsent(endpoint, EndpointsByAddress::shapes);
        }
        for (Shape shape : known) {
            if (shape.fits(asked)) {
                return true;
            }
        }
        return false;
    }

    private static Shape[] shapes(RequestMappingInfo endpoint) {
        return endpoint.getPatternValues().stream().map(Shape::of).toArray(Shape[]::new);
    }

    /** The request, with what every endpoint asks of it close at hand and not behind all the filters. */
    private static final class Asked extends HttpServletRequestWrapper {

        private final String method;
        private final String address;
        private final int parts;

        Asked(HttpServletRequest request, String address) {
            super(request);
            this.method = request.getMethod();
            this.address = address;
            this.parts = slashes(address);
        }

        @Override
        public String getMethod() {
            return method;
        }

        /** Letters written by their codes are compared by Spring, which reads them. */
        boolean isHidden() {
            return address.indexOf('%') >= 0 || address.indexOf(';') >= 0;
        }
    }

    /**
     * What an address must look like to be meant by a pattern.
     *
     * @param parts how many slashes it has, -1 for any number
     */
    private record Shape(String begins, String ends, int parts) {

        static Shape of(String pattern) {
            int open = pattern.indexOf('{');
            if (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0 || pattern.indexOf('\\') >= 0) {
                return new Shape("", "", -1);
            }
            return open < 0
                    ? new Shape(pattern, pattern, slashes(pattern))
                    : new Shape(
                            pattern.substring(0, open),
                            pattern.substring(pattern.lastIndexOf('}') + 1),
                            slashes(pattern));
        }

        boolean fits(Asked asked) {
            return (parts < 0 || parts == asked.parts)
                    && asked.address.startsWith(begins)
                    && asked.address.endsWith(ends);
        }
    }

    private static int slashes(String address) {
        return (int) address.chars().filter(one -> one == '/').count();
    }
}
