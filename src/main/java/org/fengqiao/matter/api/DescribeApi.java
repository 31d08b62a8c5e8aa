package org.fengqiao.matter.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.access.Allowed;
import org.springdoc.core.customizers.OpenApiLocaleCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * The OpenAPI document at {@code /api/v1/openapi}. Paths and shapes come from the endpoints themselves; the words come from the
 * message files under {@code api.<method>} and {@code api.<method>.about}, so that the document is Chinese or English.
 */
@Configuration(proxyBeanMethods = false)
class DescribeApi {

    private static final String BEARER = "bearer";
    private static final List<String> PROBLEMS = List.of("400", "401", "403", "404", "409", "503");

    private final MessageSource messages;

    DescribeApi(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * Who asks for the description waits for it; the house opens without. Left as they are: what says that it must not wait, and the
     * configurations themselves, which tell what to leave out.
     */
    @Bean
    static BeanFactoryPostProcessor describesWhenAsked() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                if (beans.getBeanDefinition(name) instanceof AbstractBeanDefinition bean
                        && bean.getLazyInit() == null
                        && String.valueOf(bean.getFactoryBeanName()).startsWith("org.springdoc.")) {
                    bean.setLazyInit(true);
                }
            }
        };
    }

    @Bean
    OpenApiLocaleCustomizer describeWhole() {
        return (OpenAPI api, Locale locale) -> {
            api.setInfo(new Info()
                    .title(say("api.title", locale))
                    .description(say("api.about", locale))
                    .version("v1"));
            api.getComponents()
                    .addSecuritySchemes(
                            BEARER,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .description(say("api.bearer", locale)));
        };
    }

    @Bean
    OperationCustomizer describeEach() {
        return this::describe;
    }

    private Operation describe(Operation operation, HandlerMethod method) {
        Locale locale = LocaleContextHolder.getLocale();
        String name = method.getMethod().getName();
        operation.setOperationId(name);
        operation.setSummary(say("api." + name, locale));
        Allowed allowed = allowed(method);
        operation.setDescription(messages.getMessage("api." + name + ".about", null, "", locale)
                + say("api.needs", locale, allowed.scope()));
        operation.addSecurityItem(new SecurityRequirement().addList(BEARER, allowed.scope()));
        describeParameters(operation, name, locale);
        if (method.hasMethodAnnotation(PostMapping.class)) {
            describePost(operation, method, locale);
        }
        PROBLEMS.forEach(status -> describeProblem(operation, status, locale));
        if (method.hasMethodAnnotation(PostMapping.class)) {
            describeProblem(operation, "413", locale);
        }
        if (stepsOnVersion(method)) {
            describeProblem(operation, "412", locale);
        }
        return operation;
    }

    private void describeProblem(Operation operation, String status, Locale locale) {
        operation
                .getResponses()
                .addApiResponse(
                        status,
                        new ApiResponse()
                                .description(say("api.problem." + status, locale))
                                .content(new Content().addMediaType("application/problem+json", new MediaType())));
    }

    /** A parameter means the same everywhere, unless an operation says otherwise. */
    private void describeParameters(Operation operation, String name, Locale locale) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        for (Parameter parameter : parameters) {
            String everywhere = say("api.parameter." + parameter.getName(), locale);
            parameter.setDescription(
                    messages.getMessage("api." + name + "." + parameter.getName(), null, everywhere, locale));
        }
    }

    private void describePost(Operation operation, HandlerMethod method, Locale locale) {
        String name = method.getMethod().getName();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter()
                .in("header")
                .name("Idempotency-Key")
                .required(true)
                .schema(new StringSchema().minLength(1).maxLength(200))
                .example("0190f3c2-7b7e-7c1a-9a51-1f6f0d9a2b11")
                .description(say("api.parameter.Idempotency-Key", locale)));
        if (operation.getParameters() != null) {
            parameters.addAll(operation.getParameters());
        }
        if (stepsOnVersion(method)) {
            parameters.add(new Parameter()
                    .in("header")
                    .name("If-Match")
                    .schema(new StringSchema())
                    .example("\"3\"")
                    .description(say("api.parameter.If-Match", locale)));
        }
        operation.setParameters(parameters);
        String example = messages.getMessage("api." + name + ".example", null, "", locale);
        if (operation.getRequestBody() != null && example != null && !example.isEmpty()) {
            operation
                    .getRequestBody()
                    .getContent()
                    .values()
                    .forEach(type -> type.addExamples(name, new Example().value(example)));
        }
        operation
                .getResponses()
                .forEach((status, response) -> response.setHeaders(Map.of(
                        "ETag", new Header().schema(new StringSchema()).description(say("api.header.ETag", locale)),
                        "Idempotency-Replayed",
                                new Header()
                                        .schema(new StringSchema())
                                        .description(say("api.header.Idempotency-Replayed", locale)))));
    }

    private static boolean stepsOnVersion(HandlerMethod method) {
        return Arrays.stream(method.getMethod().getParameterTypes()).anyMatch(Asked.OnMatter.class::isAssignableFrom);
    }

    private static Allowed allowed(HandlerMethod method) {
        Allowed onMethod = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Allowed.class);
        Allowed found = onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Allowed.class);
        if (found == null) {
            throw new IllegalStateException("an endpoint of the API says who may come: " + method);
        }
        return found;
    }

    private String say(String key, Locale locale, Object... args) {
        return messages.getMessage(key, args, locale);
    }
}
