package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.fengqiao.access.Answered;
import org.fengqiao.access.Door;
import org.fengqiao.access.Factors;
import org.fengqiao.access.MapTiles;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.HtmlUtils;

/** Three doors: bridges (signed bodies), programs (tokens), people (sessions). Who may do what stands at each endpoint. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Residents have no session that could be ridden on: whoever has the code may speak, and no cookie is set. */
    private static final String[] RESIDENTS_PAGES = {"/r/**", "/t/**"};
    /**
     * Cookies are not named: the browser would drop those of the whole registrable domain, other services of the bureau included. Ours
     * end on the server.
     */
    private static final String FORGET = "\"cache\", \"storage\"";

    private final boolean plainHttp;
    private final String policy;
    private final MessageSource messages;
    private final LocaleResolver locales;

    /**
     * @param plainHttp true where the house is reached over plain HTTP from other machines: cookies then lack Secure
     * @param tiles whose origin pictures may come from, too
     * @param messages the words of the pages
     * @param locales says in which language
     */
    SecurityConfiguration(
            @Value("${fengqiao.plain-http:false}") boolean plainHttp,
            MapTiles tiles,
            MessageSource messages,
            LocaleResolver locales) {
        this.plainHttp = plainHttp;
        this.messages = messages;
        this.locales = locales;
        this.policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:%s; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
                        .formatted(tiles.origin().isEmpty() ? "" : " " + tiles.origin());
    }

    @Bean
    @Order(1)
    SecurityFilterChain forBridges(HttpSecurity http) throws Exception {
        return plainDoor(http, "/hooks/**").build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain forPrograms(
            HttpSecurity http,
            Door door,
            Answered answered,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals,
            LocaleResolver locales)
            throws Exception {
        return plainDoor(http, "/api/**")
                .addFilterAt(new BearerFilter(door), BasicAuthenticationFilter.class)
                .addFilterAfter(new OnceFilter(answered, refusals, locales), BasicAuthenticationFilter.class)
                .build();
    }

    private HttpSecurity plainDoor(HttpSecurity http, String path) throws Exception {
        return http.securityMatcher(path)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(anonymous -> anonymous.disable())
                .servletApi(api -> api.disable())
                .headers(headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
    }

    @Bean
    @Order(3)
    SecurityFilterChain forPeople(HttpSecurity http, Door door, Factors factors) throws Exception {
        CookieCsrfTokenRepository csrfTokens = new CookieCsrfTokenRepository();
        csrfTokens.setCookieName(plainHttp ? "csrf" : "__Host-csrf");
        csrfTokens.setCookieCustomizer(
                cookie -> cookie.secure(!plainHttp).path("/").sameSite("Lax").httpOnly(true));
        csrfTokens.setCookiePath("/");
        return http.authenticationProvider(new ByPassword(door, factors))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens).ignoringRequestMatchers(RESIDENTS_PAGES))
                .formLogin(form -> form.loginPage("/sign-in")
                        .usernameParameter("login")
                        .successHandler(new OpenedFrom())
                        .failureHandler((request, response, refused) -> response.sendRedirect(
                                refused instanceof InternalAuthenticationServiceException
                                        ? "/sign-in?away"
                                        : "/sign-in?refused"))
                        .permitAll())
                .logout(logout -> logout.logoutUrl("/sign-out")
                        .logoutSuccessUrl("/sign-in?left")
                        .addLogoutHandler((request, response, session) -> {
                            if (session != null && session.getPrincipal() instanceof SignedIn me) {
                                door.left(me);
                            }
                        })
                        .addLogoutHandler(new HeaderWriterLogoutHandler(
                                (request, response) -> response.setHeader("Clear-Site-Data", FORGET))))
                .requestCache(cache -> cache.requestCache(pagesAskedFor()))
                .addFilterBefore(new SameOriginFilter(), CsrfFilter.class)
                .addFilterAfter(
                        new SightFilter(door), org.springframework.security.web.access.ExceptionTranslationFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(entry(new LoginUrlAuthenticationEntryPoint("/sign-in"))))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions -> permissions.policy(
                                "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"))
                        .crossOriginOpenerPolicy(opener -> opener.policy(
                                org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                        .CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.TRACE)
                        .denyAll()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    /** A page leads to the sign-in; a part of a page only says that the session is over, so that what was typed stays. */
    private AuthenticationEntryPoint entry(AuthenticationEntryPoint signIn) {
        return (request, response, unknown) -> {
            if (!"true".equals(request.getHeader("HX-Request"))) {
                signIn.commence(request, response, unknown);
                return;
            }
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("HX-Retarget", "#toasts");
            response.setHeader("HX-Reswap", "afterbegin");
            response.setContentType("text/html;charset=UTF-8");
            String words = messages.getMessage("refused.signed-out", null, locales.resolveLocale(request));
            response.getWriter()
                    .write("<div role=\"alert\"><a href=\"/sign-in\" target=\"_blank\">" + HtmlUtils.htmlEscape(words)
                            + "</a></div>");
        };
    }

    /** Remembers for after sign-in only pages a person can go to: no parts of pages, no streams, no pictures. */
    private static RequestCache pagesAskedFor() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> request.getMethod().equals("GET")
                && request.getHeader("HX-Request") == null
                && String.valueOf(request.getHeader("Accept")).contains("text/html"));
        return cache;
    }

    @Bean
    CookieSerializer sessionCookie() {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(plainHttp ? "fengqiao" : "__Host-fengqiao");
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setUseSecureCookie(!plainHttp);
        cookie.setSameSite("Lax");
        return cookie;
    }

    private record ByPassword(Door door, Factors factors) implements AuthenticationProvider {

        @Override
        public Authentication authenticate(Authentication asked) throws AuthenticationException {
            SignedIn who;
            try {
                who = door.letIn(asked.getName(), String.valueOf(asked.getCredentials()))
                        .orElseThrow(() -> new BadCredentialsException("refused"));
            } catch (RefusedException away) {
                throw new InternalAuthenticationServiceException("the directory does not answer", away);
            }
            return factors.proved(who, List.of(), FactorGrantedAuthority.PASSWORD_AUTHORITY);
        }

        @Override
        public boolean supports(Class<?> authentication) {
            return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
        }
    }
}
