package org.fengqiao.town;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fengqiao.access.SignedIn;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the pages without a script: asks for pages, sends forms with the hidden token of the page last seen, and does not follow
 * where a page sends on.
 */
public final class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String house;
    private String token = "";

    private Visitor(int port) {
        this.house = "http://localhost:" + port;
    }

    /** Somebody who has not signed in. */
    public static Visitor stranger(int port) {
        return new Visitor(port);
    }

    /** One of the cast, signed in. */
    public static Visitor signedIn(int port, SignedIn who) {
        return signedIn(port, who.login(), Town.PASSWORD);
    }

    /** Somebody with a name and a password, signed in. */
    public static Visitor signedIn(int port, String login, String password) {
        Visitor visitor = new Visitor(port);
        visitor.see("/sign-in");
        HttpResponse<String> answer = visitor.send("/sign-in", "login", login, "password", password);
        if (!answer.headers().firstValue("Location").orElse("").endsWith("/")) {
            throw new IllegalStateException(login + " was not let in: " + answer.statusCode() + " "
                    + answer.headers().map());
        }
        return visitor;
    }

    /** Somebody who comes with a one-time password, and has changed it to the one of the cast. */
    public static Visitor firstSignedIn(int port, String login, String oneTimePassword) {
        Visitor visitor = signedIn(port, login, oneTimePassword);
        visitor.see("/password");
        HttpResponse<String> answer = visitor.send("/password", "old", oneTimePassword, "password", Town.PASSWORD);
        if (answer.statusCode() != 302) {
            throw new IllegalStateException(
                    login + " could not change the password: " + answer.statusCode() + " " + answer.body());
        }
        return visitor;
    }

    /** Asks for a page. */
    public HttpResponse<String> see(String path, String... headers) {
        HttpResponse<String> answer = exchange(request(path, headers).GET().build(), StandardCharsets.UTF_8);
        Matcher found = TOKEN.matcher(answer.body());
        if (found.find()) {
            token = found.group(1);
        }
        return answer;
    }

    /** Asks for bytes. */
    public HttpResponse<byte[]> fetch(String path, String... headers) {
        try {
            return client.send(request(path, headers).GET().build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream that the house ends; close it. */
    public InputStream open(String path) {
        try {
            return client.send(request(path).GET().build(), BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a form of names and values in turn. */
    public HttpResponse<String> send(String path, String... fields) {
        StringBuilder form = new StringBuilder("_csrf=").append(encoded(token));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return exchange(
                request(path, "Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form.toString()))
                        .build(),
                StandardCharsets.UTF_8);
    }

    /** Sends a form with files under one name. */
    public HttpResponse<String> sendFiles(String path, String name, List<byte[]> files, String... fields) {
        Parts form = new Parts().field("_csrf", token).fields(fields).files(name, files);
        return exchange(
                request(path, "Content-Type", form.type())
                        .POST(BodyPublishers.ofByteArray(form.bytes()))
                        .build(),
                StandardCharsets.UTF_8);
    }

    /** What came back; of a stream that never ends only its head. */
    public record Answer(int status, HttpHeaders headers, String body) {}

    /** The hidden token of the page last seen. */
    public String token() {
        return token;
    }

    /** What the house left in the browser under this name, empty for nothing. */
    public String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    /** Asks in any way; with a body of any kind, null for none. */
    public Answer ask(String method, String path, @Nullable String type, @Nullable String body, String... headers) {
        HttpRequest.Builder request = request(path, headers).timeout(Duration.ofSeconds(60));
        if (type != null) {
            request.header("Content-Type", type);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            keepCookies(answer);
            try (InputStream stream = answer.body()) {
                byte[] read = isEndless(answer) ? new byte[0] : stream.readAllBytes();
                return new Answer(answer.statusCode(), answer.headers(), new String(read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isEndless(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house + path));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> exchange(HttpRequest request, java.nio.charset.Charset charset) {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(charset));
            keepCookies(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keepCookies(HttpResponse<?> answer) {
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
