package org.fengqiao.channel.paste;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up chats of the town 青石镇 and prints them as WeChat would in each layout. */
final class RandomChat {
    record Said(String sender, LocalDateTime at, List<String> lines) {
        String words() {
            return String.join("\n", lines);
        }
    }

    private static final List<String> SENDERS = List.of(
            "王阿姨",
            "3号楼2单元 王阿姨",
            "🌸花开富贵🌸",
            "老周",
            "A:小卖部:老郑",
            "夜班 22:00",
            "物业小陈",
            "热力-小赵",
            "13900",
            "赵大爷(5-301)",
            "Lily",
            "青石水务 抢修",
            "李姐 3-2",
            "幸福里-老孙",
            "楼长@六号楼");

    private static final List<String> LINES = List.of(
            "家里暖气一点都不热",
            "楼上又漏水了，天花板湿了一大片",
            "谁看见我家的葱了，一垄全让人拔了",
            "孩子放学到现在没回来，穿蓝校服",
            "半夜还在唱歌，谁管管",
            "早上好",
            "在吗",
            "收到",
            "[图片]",
            "[语音 8\"]",
            "@物业小陈 麻烦看一下",
            "好的好的，谢谢！",
            "水表箱在东墙，钥匙在门卫",
            "价格：两块五一斤，要的接龙",
            "1. 老周 2斤",
            "2. 李姐 3斤",
            "电话19900001234",
            "😂😂",
            "下午三点到五点停水",
            "看这里 https://example.org/a:b?c=1",
            "「小心地滑」牌子倒了",
            "我到了————",
            "5号楼",
            "10点03分看见的",
            "消防通道又被车堵了，车牌冀X00000",
            "老人走失，七十岁，灰棉袄，请大家留意");

    private static final DateTimeFormatter SLASHES = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm", Locale.ROOT);

    private final Random random;

    RandomChat(Random random) {
        this.random = random;
    }

    List<Said> say(int count, LocalDateTime from, int mostMinutesApart) {
        List<Said> said = new ArrayList<>();
        LocalDateTime at = from;
        for (int i = 0; i < count; i++) {
            at = at.plusMinutes(random.nextInt(mostMinutesApart + 1));
            List<String> lines = new ArrayList<>();
            int most = random.nextInt(4) == 0 ? 4 : 1;
            for (int j = 0; j < most; j++) {
                lines.add(pick(LINES));
            }
            said.add(new Said(pick(SENDERS), at, lines));
        }
        return said;
    }

    /** The chat as text; a blank line between messages or not. */
    static String print(List<Said> chat, Layout layout, boolean spaced) {
        StringBuilder text = new StringBuilder();
        LocalDateTime above = null;
        if (layout == Layout.RECORD) {
            text.append("微信群聊“幸福里邻居群”的聊天记录如下:\n\n");
        }
        for (Said said : chat) {
            boolean newDay = above == null || !above.toLocalDate().equals(said.at.toLocalDate());
            if (layout == Layout.RECORD && newDay) {
                text.append("—————  ").append(said.at.toLocalDate()).append("  —————\n\n\n");
            }
            if (layout == Layout.NAMED && (above == null || !above.equals(said.at))) {
                text.append(said.at.format(CHINESE)).append('\n');
            }
            above = said.at;
            text.append(header(said, layout)).append('\n');
            if (layout == Layout.RECORD && spaced) {
                text.append('\n');
            }
            text.append(said.words()).append('\n').append(spaced ? "\n" : "");
        }
        return text.toString();
    }

    private static String header(Said said, Layout layout) {
        return switch (layout) {
            case DATED -> said.sender + " " + said.at.format(SLASHES);
            case TIMED -> said.sender + " " + said.at.format(MINUTES);
            case RECORD -> said.sender + "  " + said.at.format(MINUTES);
            case NAMED -> said.sender + ":";
            case TIME_FIRST -> said.at.format(SECONDS) + " " + said.sender;
            case UNKNOWN -> throw new IllegalArgumentException("An unknown layout cannot be printed");
        };
    }

    <T extends @Nullable Object> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
