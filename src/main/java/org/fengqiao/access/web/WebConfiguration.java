package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.fengqiao.access.EmergencyAccess;
import org.fengqiao.access.Factors;
import org.fengqiao.access.RateLimits;
import org.fengqiao.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WebConfiguration implements WebMvcConfigurer {

    private final Factors factors;
    private final EmergencyAccess emergency;
    private final RateLimits limits;
    private final AuditTrail trail;

    WebConfiguration(Factors factors, EmergencyAccess emergency, RateLimits limits, AuditTrail trail) {
        this.trail = trail;
        this.emergency = emergency;
        this.factors = factors;
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor language = new LocaleChangeInterceptor() {
            @Override
            protected Locale parseLocaleValue(String asked) {
                return known(asked).orElseThrow(() -> new IllegalArgumentException("neither Chinese nor English"));
            }
        };
        language.setParamName("lang");
        language.setIgnoreInvalidLocale(true);
        registry.addInterceptor(language);
        registry.addInterceptor(new RightsInterceptor(factors, trail)).order(-100);
        registry.addInterceptor(new RateInterceptor(limits)).order(-90);
        registry.addInterceptor(new EmergencyInterceptor(emergency)).order(-80);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic());
        registry.addResourceHandler("/webjars/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(30)).cachePublic())
                .resourceChain(true)
                .addResolver(new org.springframework.web.servlet.resource.LiteWebJarsResourceResolver());
    }

    /** Values check themselves where they are made; no annotations are looked for. */
    @Override
    public Validator getValidator() {
        return new Validator() {
            @Override
            public boolean supports(Class<?> type) {
                return false;
            }

            @Override
            public void validate(Object value, Errors errors) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Bean
    WebMvcRegistrations endpoints() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new EndpointsByAddress();
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> closing() {
        return tomcat -> tomcat.addEngineValves(new ClosingValve());
    }

    /**
     * Believes a proxy that stands in front about who asks and how: {@code X-Forwarded-For}, {@code X-Forwarded-Proto}. Of anybody else
     * these headers are passed over.
     *
     * @param proxies network addresses, between commas; of this machine unless told otherwise
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxies(
            @Value("${fengqiao.proxies:127.0.0.1,0:0:0:0:0:0:0:1}") String proxies) {
        RemoteIpValve valve = new RemoteIpValve();
        valve.setInternalProxies(Arrays.stream(proxies.split(",", -1))
                .map(proxy -> Pattern.quote(proxy.strip()))
                .collect(Collectors.joining("|")));
        valve.setRemoteIpHeader("X-Forwarded-For");
        valve.setProtocolHeader("X-Forwarded-Proto");
        return tomcat -> tomcat.addEngineValves(valve);
    }

    /**
     * Chinese unless the person chose English ({@code ?lang=en}); a browser's own language does not decide. A program has no cookie
     * and says it with {@code Accept-Language}.
     */
    @Bean
    LocaleResolver localeResolver(@Value("${fengqiao.plain-http:false}") boolean plainHttp) {
        CookieLocaleResolver resolver = new CookieLocaleResolver(plainHttp ? "lang" : "__Host-lang") {
            @Override
            protected @Nullable Locale parseLocaleValue(String kept) {
                return known(kept).orElse(null);
            }
        };
        resolver.setCookieSecure(!plainHttp);
        resolver.setDefaultLocaleFunction(request ->
                isForPrograms(request) && prefersEnglish(request) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE);
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setRejectInvalidCookies(false);
        return resolver;
    }

    private static Optional<Locale> known(String language) {
        if (language.startsWith("zh")) {
            return Optional.of(Locale.SIMPLIFIED_CHINESE);
        }
        return language.startsWith("en") ? Optional.of(Locale.ENGLISH) : Optional.empty();
    }

    private static boolean isForPrograms(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/hooks/");
    }

    private static boolean prefersEnglish(HttpServletRequest request) {
        return request.getHeader("Accept-Language") != null
                && request.getLocale().getLanguage().equals("en");
    }
}
