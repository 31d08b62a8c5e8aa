package org.fengqiao.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client on one connection kept open: HTTP/1.1 as bare as it goes, so that the load costs little itself. */
final class Line implements AutoCloseable {

    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final int port;
    private final String always;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /** @param always headers of every request, each ended by CR LF */
    Line(int port, String always) throws IOException {
        this.port = port;
        this.always = "Host: localhost\r\n" + always;
        this.socket = new Socket("127.0.0.1", port);
        this.in = begin();
        this.out = socket.getOutputStream();
    }

    private InputStream begin() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        return new BufferedInputStream(socket.getInputStream(), 16_384);
    }

    static Line withToken(int port, String token) throws IOException {
        return new Line(port, "Authorization: Bearer " + token + "\r\n");
    }

    static Line withCookie(int port, String cookie) throws IOException {
        return new Line(port, "Cookie: " + cookie + "\r\n");
    }

    /** Signs in through the form and returns the cookies of the session. */
    static String cookieOf(int port, String login, String password) throws IOException {
        try (Line stranger = new Line(port, "")) {
            Answer form = stranger.get("/sign-in").expect(200);
            Matcher token = FORM_TOKEN.matcher(form.text());
            if (!token.find()) {
                throw new IllegalStateException("no sign-in form");
            }
            String words = "login=%s&password=%s&_csrf=%s".formatted(login, password, token.group(1));
            Answer in = stranger.post(
                            "/sign-in",
                            "application/x-www-form-urlencoded",
                            "Cookie: " + form.cookies() + "\r\n",
                            words)
                    .expect(302);
            return in.cookies();
        }
    }

    record Answer(int status, Map<String, String> headers, byte[] body) {

        private String cookies() {
            StringBuilder cookies = new StringBuilder();
            for (String cookie : headers.getOrDefault("set-cookie", "").split("\n")) {
                String pair = cookie.split(";")[0];
                if (!pair.endsWith("=")) {
                    cookies.append(cookies.isEmpty() ? "" : "; ").append(pair);
                }
            }
            return cookies.toString();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The number after {@code "name":} in the body. */
        long number(String name) {
            String text = text();
            int at = text.indexOf("\"" + name + "\":") + name.length() + 3;
            int end = at;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            return Long.parseLong(text.substring(at, end));
        }

        Answer expect(int expected) {
            if (status != expected) {
                throw new IllegalStateException("expected " + expected + ", got " + status + ": " + text());
            }
            return this;
        }
    }

    Answer get(String path) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\n" + always + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    Answer post(String path, String key, String json) throws IOException {
        return post(path, "application/json", "Idempotency-Key: " + key + "\r\n", json);
    }

    Answer post(String path, String type, String headers, String content) throws IOException {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\n" + always + headers + "Content-Type: " + type
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        return answer();
    }

    private Answer answer() throws IOException {
        String status = line();
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (one, other) -> one + "\n" + other);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        byte[] body;
        if (headers.containsKey("content-length")) {
            body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
        } else if ("chunked".equals(headers.get("transfer-encoding"))) {
            body = chunks();
        } else {
            body = new byte[0];
        }
        if ("close".equals(headers.get("connection"))) {
            socket.close();
            socket = new Socket("127.0.0.1", port);
            in = begin();
            out = socket.getOutputStream();
        }
        return new Answer(code, headers, body);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the house hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
