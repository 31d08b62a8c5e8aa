package org.fengqiao.channel.web;

import org.fengqiao.access.RateLimits;
import org.fengqiao.channel.hook.ReceiveMessages;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class HookConfiguration {

    @Bean
    FilterRegistrationBean<HookDoor> hookDoor(
            ReceiveMessages receiveMessages,
            RateLimits limits,
            MessageSource messages,
            LocaleResolver locales,
            JsonMapper json) {
        FilterRegistrationBean<HookDoor> door =
                new FilterRegistrationBean<>(new HookDoor(receiveMessages, limits, messages, locales, json));
        door.addUrlPatterns(HookDoor.PATH);
        // Only what says that the house cannot keep anything now stands before it.
        door.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return door;
    }
}
