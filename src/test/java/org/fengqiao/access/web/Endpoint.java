package org.fengqiao.access.web;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMethodMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Everything the running house answers to: what controllers map, static files, the description of the API, the error page, and what
 * the filters take.
 *
 * @param path pattern with its variables
 * @param fields names of the request's fields, as far as the program tells
 */
record Endpoint(String method, String path, Set<String> fields) implements Comparable<Endpoint> {

    boolean isSafe() {
        return method.equals("GET");
    }

    boolean isForPrograms() {
        return path.startsWith("/api/") || path.startsWith("/hooks/");
    }

    @Override
    public int compareTo(Endpoint other) {
        return (path + " " + method).compareTo(other.path + " " + other.method);
    }

    static List<Endpoint> of(ApplicationContext house) {
        Set<Endpoint> found = new TreeSet<>();
        house.getBeansOfType(HandlerMapping.class).forEach((name, mapping) -> {
            if (mapping instanceof RequestMappingHandlerMapping controllers) {
                controllers.getHandlerMethods().forEach((info, handler) -> add(found, info, handler));
            } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
                urls.getHandlerMap().keySet().forEach(path -> found.add(new Endpoint("GET", path, Set.of())));
            } else if (!(mapping instanceof RouterFunctionMapping functions && functions.getRouterFunction() == null)
                    // Health stands on a port of its own; here its mapping is empty.
                    && !(mapping instanceof AbstractHandlerMethodMapping<?> methods
                            && methods.getHandlerMethods().isEmpty())
                    && !mapping.getClass().getSimpleName().startsWith("WelcomePage")) {
                throw new IllegalStateException("endpoints nobody looks at: " + name + " " + mapping.getClass());
            }
        });
        house.getBeansOfType(FilterRegistrationBean.class)
                .forEach((name, door) -> ((FilterRegistrationBean<?>) door)
                        .getUrlPatterns()
                        .forEach(path -> found.add(new Endpoint("POST", path, Set.of()))));
        found.add(new Endpoint("POST", "/sign-in", Set.of("login", "password")));
        found.add(new Endpoint("POST", "/sign-out", Set.of()));
        return List.copyOf(found);
    }

    private static void add(Set<Endpoint> found, RequestMappingInfo info, HandlerMethod handler) {
        Set<String> fields = new TreeSet<>();
        for (Parameter parameter : handler.getMethod().getParameters()) {
            RequestParam named = parameter.getAnnotation(RequestParam.class);
            if (named != null) {
                fields.add(named.name().isEmpty() ? parameter.getName() : named.name());
            } else if (parameter.getType().isRecord()) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    fields.add(component.getName());
                }
            }
        }
        List<String> methods = new ArrayList<>(info.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .toList());
        if (methods.isEmpty()) {
            methods.add("GET");
        }
        for (String path : info.getPatternValues()) {
            methods.forEach(method -> found.add(new Endpoint(method, path, fields)));
        }
    }
}
