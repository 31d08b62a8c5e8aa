package org.fengqiao.channel.hook;

import com.ethlo.time.ITU;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.fengqiao.channel.Fault;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What stands in the body of a request, message by message, so that one that cannot be read does not take its neighbours with it.
 *
 * @param batch true when the body is an array
 */
record HookBody(boolean batch, List<Item> items) {

    static final int MOST_MESSAGES = 500;
    static final int LONGEST_WORDS = 10_000;
    static final int LONGEST_ID = 200;
    private static final int LONGEST_NAME = 80;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /**
     * Reads a body.
     *
     * @throws RefusedException {@code refused.hook.many} (TOO_LARGE) when it holds more than {@value #MOST_MESSAGES} messages
     */
    static HookBody read(byte[] body) {
        return new Reading(body).all();
    }

    /** One reading. Bytes that are not UTF-8 are read as question marks, so that what follows them keeps its place. */
    private static final class Reading {

        private final byte[] body;
        private final byte[] text;
        private final BitSet notUtf8 = new BitSet();

        Reading(byte[] body) {
            this.body = body;
            this.text = utf8(body);
        }

        HookBody all() {
            List<Item> items = new ArrayList<>();
            boolean batch = false;
            int start = 0;
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
                JsonToken first = json.nextToken();
                batch = first == JsonToken.START_ARRAY;
                if (!batch) {
                    Item item = item(json, 0);
                    return new HookBody(
                            false, List.of(json.nextToken() == null ? item : unreadable(0, Fault.NOT_JSON)));
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    start = (int) json.currentTokenLocation().getByteOffset();
                    items.add(item(json, start));
                    start = (int) json.currentLocation().getByteOffset();
                    if (items.size() > MOST_MESSAGES) {
                        throw RefusedException.because(Reason.TOO_LARGE, "refused.hook.many", MOST_MESSAGES);
                    }
                }
                start = (int) json.currentLocation().getByteOffset();
                if (json.nextToken() != null) {
                    items.add(unreadable(start, Fault.NOT_JSON));
                }
            } catch (JacksonException brokenOff) {
                items.add(unreadable(start, Fault.NOT_JSON));
            }
            return new HookBody(batch, items);
        }

        private Item item(JsonParser json, int start) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return unreadable(start, (int) json.currentLocation().getByteOffset(), Fault.NOT_A_MESSAGE);
            }
            Fields fields = new Fields();
            fields.readFrom(json);
            int end = (int) json.currentLocation().getByteOffset();
            int bad = notUtf8.nextSetBit(start);
            Fault fault = bad >= 0 && bad < end ? Fault.NOT_UTF8 : fields.fault();
            return fault == null ? fields.readable() : unreadable(start, end, fault);
        }

        private Item unreadable(int start, Fault fault) {
            return unreadable(start, body.length, notUtf8.isEmpty() ? fault : Fault.NOT_UTF8);
        }

        private Item unreadable(int start, int end, Fault fault) {
            byte[] raw = Arrays.copyOfRange(body, start, end);
            return new Item.Unreadable(sha256().digest(raw), raw, fault);
        }

        /** A NUL byte cannot stand in JSON; left in, it would pass for UTF-16. */
        private byte[] utf8(byte[] bytes) {
            CharsetDecoder decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            ByteBuffer in = ByteBuffer.wrap(bytes);
            CharBuffer nowhere = CharBuffer.allocate(256);
            byte[] good = bytes;
            while (true) {
                CoderResult result = decoder.decode(in, nowhere.clear(), true);
                if (result.isUnderflow()) {
                    break;
                }
                if (result.isOverflow()) {
                    continue;
                }
                good = good == bytes ? bytes.clone() : good;
                int at = in.position();
                Arrays.fill(good, at, at + result.length(), (byte) '?');
                notUtf8.set(at, at + result.length());
                in.position(at + result.length());
            }
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == 0) {
                    good = good == bytes ? bytes.clone() : good;
                    good[i] = '?';
                    notUtf8.set(i);
                }
            }
            return good;
        }
    }

    /** The fields of one message as they stand there. */
    private static final class Fields {

        private @Nullable String id;
        private @Nullable String groupRef;
        private @Nullable String groupName;
        private @Nullable String senderRef;
        private @Nullable String sender;
        private @Nullable String raw;
        private @Nullable String sentAt;
        private @Nullable Instant saidAt;
        private String words = "";
        private boolean wrongType;

        void readFrom(JsonParser json) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = string(json);
                    case "group" -> groupRef = string(json);
                    case "groupName" -> groupName = string(json);
                    case "sender" -> senderFrom(json);
                    case "text" -> raw = string(json);
                    case "sentAt" -> sentAt = string(json);
                    default -> json.skipChildren();
                }
            }
        }

        private void senderFrom(JsonParser json) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                wrongType |= json.currentToken() != JsonToken.VALUE_NULL;
                json.skipChildren();
                return;
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "ref" -> senderRef = string(json);
                    case "name" -> sender = string(json);
                    default -> json.skipChildren();
                }
            }
        }

        /** Vendors write their ids as numbers, too. */
        private @Nullable String string(JsonParser json) {
            return switch (json.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT -> json.getString();
                case VALUE_NULL -> null;
                default -> {
                    wrongType = true;
                    json.skipChildren();
                    yield null;
                }
            };
        }

        @Nullable
        Fault fault() {
            if (wrongType) {
                return Fault.WRONG_TYPE;
            }
            if (id == null || id.isBlank()) {
                return Fault.NO_ID;
            }
            if (isLongOrForged(id) || isLongOrForged(groupRef) || isLongOrForged(senderRef)) {
                return Fault.LONG_ID;
            }
            words = Words.clean(raw == null ? "" : raw);
            if (words.isEmpty()) {
                return Fault.NO_WORDS;
            }
            if (words.codePointCount(0, words.length()) > LONGEST_WORDS) {
                return Fault.LONG_WORDS;
            }
            return timeFault();
        }

        private @Nullable Fault timeFault() {
            if (sentAt == null || sentAt.isBlank()) {
                return null;
            }
            try {
                saidAt = ITU.parseLenient(sentAt.strip()).toOffsetDatetime().toInstant();
            } catch (DateTimeException e) {
                return Fault.NOT_A_TIME;
            }
            return saidAt.isBefore(EARLIEST) || saidAt.isAfter(LATEST) ? Fault.NOT_A_TIME : null;
        }

        private static boolean isLongOrForged(@Nullable String ref) {
            if (ref == null) {
                return false;
            }
            for (int i = 0; i < Math.min(ref.length(), LONGEST_ID); i++) {
                if (Character.isISOControl(ref.charAt(i)) || Character.isSurrogate(ref.charAt(i))) {
                    return true;
                }
            }
            return ref.length() > LONGEST_ID;
        }

        Item.Readable readable() {
            return new Item.Readable(
                    String.valueOf(id),
                    hash(),
                    ref(groupRef),
                    line(groupName),
                    ref(senderRef),
                    nameOf(sender),
                    words,
                    saidAt);
        }

        private static @Nullable String ref(@Nullable String given) {
            String clean = given == null ? "" : Words.clean(given);
            return clean.isEmpty() ? null : clean;
        }

        private static @Nullable String line(@Nullable String name) {
            String line = nameOf(name);
            return line.isEmpty() ? null : line;
        }

        private static String nameOf(@Nullable String name) {
            if (name == null) {
                return "";
            }
            String clean = Words.inOneLine(name);
            return clean.codePointCount(0, clean.length()) <= LONGEST_NAME
                    ? clean
                    : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_NAME));
        }

        private byte[] hash() {
            MessageDigest digest = sha256();
            for (String field : new @Nullable String[] {groupRef, groupName, senderRef, sender, raw, sentAt}) {
                byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4)
                        .putInt(field == null ? -1 : bytes.length)
                        .array());
                digest.update(bytes);
            }
            return digest.digest();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
