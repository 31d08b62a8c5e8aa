package org.fengqiao.town;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form with files. What stands between its parts is drawn anew each time, as browsers and programs do. */
final class Parts {

    private final String boundary = "a-fold-in-the-paper-" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Parts field(String name, String value) {
        return part(name, "", value.getBytes(StandardCharsets.UTF_8));
    }

    /** Names and values in turn. */
    Parts fields(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            field(namesAndValues[i], namesAndValues[i + 1]);
        }
        return this;
    }

    Parts files(String name, Iterable<byte[]> files) {
        for (byte[] file : files) {
            part(name, "; filename=\"p.bin\"\r\nContent-Type: application/octet-stream", file);
        }
        return this;
    }

    private Parts part(String name, String more, byte[] content) {
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    byte[] bytes() {
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
