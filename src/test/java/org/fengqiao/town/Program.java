package org.fengqiao.town;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that works with the house over {@code /api/v1}. */
public final class Program {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();

    private final int port;
    private final String token;

    /** A program at the house on this port; an empty token sends none. */
    public Program(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** An answer of the house. */
    public record Answer(int status, String body, HttpResponse<String> response) {

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** One header, empty when missing. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Reads. */
    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Posts under a fresh key. */
    public Answer post(String path, String body, String... headers) {
        return postUnder(UUID.randomUUID().toString(), path, body, headers);
    }

    /** Posts under this key, without one when it is empty. */
    public Answer postUnder(String key, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path, headers).header("Content-Type", "application/json");
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return send(request.POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Posts a form with files named {@code photos}, and fields of names and values in turn. */
    public Answer postPhotos(String key, String path, List<byte[]> photos, String... fields) {
        return postFiles(key, path, "photos", photos, fields);
    }

    /** Posts a form with files under one name, and fields of names and values in turn. */
    public Answer postFiles(String key, String path, String name, List<byte[]> files, String... fields) {
        Parts form = new Parts().fields(fields).files(name, files);
        HttpRequest.Builder request = request(path).header("Content-Type", form.type());
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return send(request.POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    /** Reads bytes. */
    public HttpResponse<byte[]> fetch(String path) {
        return sent(request(path).GET(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = sent(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    private static <T> HttpResponse<T> sent(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
