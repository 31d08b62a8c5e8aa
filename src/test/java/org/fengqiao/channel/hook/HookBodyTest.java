package org.fengqiao.channel.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.fengqiao.channel.Fault;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.Test;

class HookBodyTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Item> items(String body) {
        return HookBody.read(bytes(body)).items();
    }

    private static Item.Readable readable(String body) {
        assertThat(items(body)).singleElement().isInstanceOf(Item.Readable.class);
        return (Item.Readable) items(body).getFirst();
    }

    /** Why it cannot be read; null when it can. */
    private static @org.jspecify.annotations.Nullable Fault fault(String body) {
        return items(body).getLast() instanceof Item.Unreadable bad ? bad.fault() : null;
    }

    private static String message(String field, String value) {
        return "{\"id\":\"m-1\",\"text\":\"灯不亮\",\"%s\":%s}".formatted(field, value);
    }

    @Test
    void aMessageIsReadFieldByField() {
        Item.Readable read = readable("""
                {"id":"m-1","group":"wx-7","groupName":"青石\\n花园","sender":{"ref":"u-1","name":"王姐","more":[1]},"text":" 灯不亮 ",
                 "sentAt":"2026-11-20T10:03+08:00","unknown":{"a":[1,{"id":"m-2"}]}}""");
        assertThat(read.id()).isEqualTo("m-1");
        assertThat(read.groupRef()).isEqualTo("wx-7");
        assertThat(read.groupName()).isEqualTo("青石 花园");
        assertThat(read.senderRef()).isEqualTo("u-1");
        assertThat(read.sender()).isEqualTo("王姐");
        assertThat(read.words()).isEqualTo("灯不亮");
        assertThat(read.saidAt()).isEqualTo(Instant.parse("2026-11-20T02:03:00Z"));
    }

    @Test
    void whatIsMissingIsNothing() {
        Item.Readable read = readable("{\"id\":7,\"text\":\"灯\",\"group\":null,\"sender\":null,\"sentAt\":\" \"}");
        assertThat(read.id()).as("a number").isEqualTo("7");
        assertThat(read.groupRef()).isNull();
        assertThat(read.groupName()).isNull();
        assertThat(read.senderRef()).isNull();
        assertThat(read.sender()).isEmpty();
        assertThat(read.saidAt()).isNull();
    }

    @Test
    void eachKindOfMistakeIsNamed() {
        assertThat(fault("{\"text\":\"灯\"}")).isEqualTo(Fault.NO_ID);
        assertThat(fault("{\"id\":\" \",\"text\":\"灯\"}")).isEqualTo(Fault.NO_ID);
        assertThat(fault("{\"id\":\"m-1\"}")).isEqualTo(Fault.NO_WORDS);
        assertThat(fault("{\"id\":\"m-1\",\"text\":\" \\n\"}")).isEqualTo(Fault.NO_WORDS);
        assertThat(fault(message("text", "[]"))).isEqualTo(Fault.WRONG_TYPE);
        assertThat(fault(message("sender", "\"王姐\""))).isEqualTo(Fault.WRONG_TYPE);
        assertThat(fault(message("sender", "{\"ref\":true}"))).isEqualTo(Fault.WRONG_TYPE);
        assertThat(fault(message("group", "\"a\\u0001\""))).isEqualTo(Fault.LONG_ID);
        assertThat(fault(message("group", "\"\\ud83d\""))).isEqualTo(Fault.LONG_ID);
        assertThat(fault(message("sentAt", "\"gestern\""))).isEqualTo(Fault.NOT_A_TIME);
        assertThat(fault("17")).isEqualTo(Fault.NOT_A_MESSAGE);
        assertThat(fault("{\"id\":")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault(message("a", "1") + "x")).isEqualTo(Fault.NOT_JSON);
    }

    @Test
    void whatIsLongMayBeSoLongAndNoLonger() {
        assertThat(fault(message("id", "\"" + "i".repeat(HookBody.LONGEST_ID) + "\"")))
                .isNull();
        assertThat(fault(message("id", "\"" + "i".repeat(HookBody.LONGEST_ID + 1) + "\"")))
                .isEqualTo(Fault.LONG_ID);
        assertThat(fault(message("text", "\"" + "灯".repeat(HookBody.LONGEST_WORDS) + "\"")))
                .isNull();
        assertThat(fault(message("text", "\"" + "灯".repeat(HookBody.LONGEST_WORDS + 1) + "\"")))
                .isEqualTo(Fault.LONG_WORDS);
        assertThat(readable(message("groupName", "\"" + "群".repeat(90) + "\"")).groupName())
                .hasSize(80);
    }

    @Test
    void aTimeOutsideThisCenturyIsNone() {
        assertThat(fault(message("sentAt", "\"1999-12-31T23:59:59Z\""))).isEqualTo(Fault.NOT_A_TIME);
        assertThat(fault(message("sentAt", "\"2000-01-01T00:00:00Z\""))).isNull();
        assertThat(fault(message("sentAt", "\"2100-01-01T00:00:00Z\""))).isNull();
        assertThat(fault(message("sentAt", "\"2100-01-01T00:00:01Z\""))).isEqualTo(Fault.NOT_A_TIME);
    }

    @Test
    void ofABatchOnlyWhatCannotBeReadIsPutAsideWithItsOwnBytes() {
        HookBody read = HookBody.read(bytes("[" + message("a", "1") + ", 17 ," + message("b", "2") + "]"));
        assertThat(read.batch()).isTrue();
        assertThat(read.items()).hasSize(3);
        assertThat(read.items().get(0)).isInstanceOf(Item.Readable.class);
        assertThat(read.items().get(1))
                .isInstanceOfSatisfying(
                        Item.Unreadable.class, bad -> assertThat(bad.raw()).isEqualTo(bytes("17")));
        assertThat(read.items().get(2)).isInstanceOf(Item.Readable.class);
        assertThat(HookBody.read(bytes(message("a", "1"))).batch()).isFalse();
    }

    @Test
    void whereABatchBreaksOffTheRestIsOneThing() {
        List<Item> items = items("[" + message("a", "1") + ",{\"id\":\"m-2\",\"te");
        assertThat(items).hasSize(2);
        assertThat(items.getLast()).isInstanceOfSatisfying(Item.Unreadable.class, bad -> {
            assertThat(bad.fault()).isEqualTo(Fault.NOT_JSON);
            assertThat(new String(bad.raw(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"m-2\",\"te");
        });
        assertThat(items("[" + message("a", "1") + "] x")).hasSize(2);
    }

    @Test
    void bytesThatAreNoTextSpoilTheirOwnMessageOnly() {
        byte[] body = bytes("[" + message("a", "\"~\"") + "," + message("b", "\"好\"") + "]");
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '~') {
                body[i] = (byte) 0xFF;
            }
        }
        List<Item> items = HookBody.read(body).items();
        assertThat(items.getFirst()).isInstanceOfSatisfying(Item.Unreadable.class, bad -> {
            assertThat(bad.fault()).isEqualTo(Fault.NOT_UTF8);
            assertThat(bad.raw()).contains((byte) 0xFF);
        });
        assertThat(items.getLast()).isInstanceOf(Item.Readable.class);
        byte[] nul = bytes(message("a", "\"~\""));
        nul[nul.length - 3] = 0;
        assertThat(HookBody.read(nul).items().getFirst())
                .isInstanceOfSatisfying(
                        Item.Unreadable.class, bad -> assertThat(bad.fault()).isEqualTo(Fault.NOT_UTF8));
    }

    @Test
    void fiveHundredMayComeAtOnceAndNoMore() {
        String one = message("a", "1");
        assertThat(items("[" + String.join(",", Collections.nCopies(HookBody.MOST_MESSAGES, one)) + "]"))
                .hasSize(HookBody.MOST_MESSAGES);
        assertThatThrownBy(() ->
                        items("[" + String.join(",", Collections.nCopies(HookBody.MOST_MESSAGES + 1, one)) + "]"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.key()).isEqualTo("refused.hook.many"));
    }

    @Test
    void anotherMessageHasAnotherHashWhateverDiffers() {
        Set<String> hashes = new HashSet<>();
        for (String body : List.of(
                message("a", "1"),
                message("text", "\"灯不亮 \""),
                message("group", "\"g\""),
                message("groupName", "\"g\""),
                message("sender", "{\"ref\":\"g\"}"),
                message("sender", "{\"name\":\"g\"}"),
                message("sentAt", "\"2026-11-20T10:03:00Z\""),
                message("group", "\"\""))) {
            hashes.add(HexFormat.of().formatHex(readable(body).hash()));
        }
        assertThat(hashes).hasSize(8);
        assertThat(readable(message("a", "1")).hash())
                .isEqualTo(readable(message("b", "2")).hash());
    }
}
