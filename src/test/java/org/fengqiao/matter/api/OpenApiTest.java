package org.fengqiao.matter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@InTheHouse
class OpenApiTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @LocalServerPort
    int port;

    @Test
    void everyEndpointOfTheApiIsDescribedInBothLanguages() {
        for (String language : new String[] {"zh-CN", "en"}) {
            JsonNode document = new Program(port, "")
                    .get("/api/v1/openapi", "Accept-Language", language)
                    .json();
            int endpoints = 0;
            for (Map.Entry<RequestMappingInfo, HandlerMethod> one :
                    mapping.getHandlerMethods().entrySet()) {
                for (String path : one.getKey().getPatternValues()) {
                    if (!path.startsWith("/api/v1/") || path.startsWith("/api/v1/openapi")) {
                        continue;
                    }
                    for (RequestMethod method :
                            one.getKey().getMethodsCondition().getMethods()) {
                        endpoints++;
                        JsonNode described = document.path("paths")
                                .path(path)
                                .path(method.name().toLowerCase(Locale.ROOT));
                        isDescribed(method + " " + path, method, described);
                    }
                }
            }
            assertThat(endpoints).isGreaterThan(20);
        }
    }

    @Test
    void photosAreDescribedAsAFormWithFilesAndAsPictures() {
        JsonNode paths = new Program(port, "").get("/api/v1/openapi").json().path("paths");
        JsonNode form = paths.path("/api/v1/matters/{id}/photos")
                .path("post")
                .path("requestBody")
                .path("content")
                .path("multipart/form-data")
                .path("schema")
                .path("properties");
        assertThat(form.propertyNames()).containsExactlyInAnyOrder("photos", "words", "as", "seen");
        assertThat(form.path("photos").path("items").path("format").asString()).isEqualTo("binary");
        assertThat(paths.path("/api/v1/matters/{id}/photos/{photo}")
                        .path("get")
                        .path("responses")
                        .path("200")
                        .path("content")
                        .propertyNames())
                .containsExactly("image/jpeg");
    }

    private static void isDescribed(String name, RequestMethod method, JsonNode described) {
        assertThat(described.path("summary").asString("")).as(name).isNotBlank();
        assertThat(described.path("security").get(0).path("bearer").get(0).asString(""))
                .as(name)
                .contains(":");
        assertThat(described.path("responses").has("401")).as(name).isTrue();
        boolean key = false;
        for (JsonNode parameter : described.path("parameters")) {
            assertThat(parameter.path("description").asString("")).as(name).isNotBlank();
            key |= parameter.path("name").asString().equals("Idempotency-Key")
                    && parameter.path("required").asBoolean();
        }
        assertThat(key).as(name + " asks for a key").isEqualTo(method == RequestMethod.POST);
    }
}
