package org.fengqiao.access.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/** What was turned away before it reached a controller is answered in words as well. */
@Component
class ErrorInWords extends DefaultErrorAttributes {

    private final MessageSource messages;

    ErrorInWords(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
        var locale = LocaleContextHolder.getLocale();
        boolean ours = attributes.get("status") instanceof Integer status && status >= 500;
        String otherwise = messages.getMessage(ours ? "refused.broken" : "refused.http.400", null, locale);
        attributes.put(
                "detail", messages.getMessage("refused.http." + attributes.get("status"), null, otherwise, locale));
        return attributes;
    }
}
