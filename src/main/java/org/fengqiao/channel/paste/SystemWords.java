package org.fengqiao.channel.paste;

import java.util.List;
import java.util.Set;

/** Knows the sentences that WeChat itself writes between what people say. */
final class SystemWords {
    private SystemWords() {}

    /** Longer lines are never system lines. */
    private static final int LONGEST = 200;

    private static final Set<String> WHOLE = Set.of(
            "以下为新消息",
            "以下是新消息",
            "以上为打招呼的内容",
            "以上是打招呼的内容",
            "查看更多消息",
            "你撤回了一条消息",
            "你已退出群聊",
            "你被移出群聊",
            "对方正在输入...",
            "群聊的聊天记录",
            "收到红包，请在手机上查看",
            "发出红包，请在手机上查看",
            "收到转账，请在手机上查看",
            "该消息类型暂不能展示",
            "当前版本不支持展示该内容，请升级至最新版本。",
            "The following are new messages");

    private static final List<String> ENDS = List.of(
            "撤回了一条消息",
            "撤回了一条成员消息",
            "分享的二维码加入群聊",
            "通过扫描二维码加入群聊",
            "请注意隐私安全",
            "移出了群聊",
            "退出了群聊",
            "已成为新群主",
            "领取了你的红包",
            "recalled a message");

    private static final Set<String> MONEY =
            Set.of("[红包]", "[微信红包]", "[转账]", "[微信转账]", "[Red Packet]", "[Transfer]", "[红包已领完]", "[收到红包]");

    /** A sentence of the software that stands between messages. */
    static boolean isNotice(String line) {
        String text = Spaces.strip(line);
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        text = withoutFrame(text);
        return WHOLE.contains(text)
                || (text.contains("邀请") && (text.endsWith("加入了群聊") || text.contains("加入了群聊，群聊参与人还有")))
                || (text.contains("修改群名为“") && text.endsWith("”"))
                || (text.contains(" 拍了拍 ") && !text.contains("，") && text.length() <= 80)
                || (text.startsWith("你领取了") && text.endsWith("的红包"))
                || ENDS.stream().anyMatch(text::endsWith);
    }

    /** A placeholder that stands for money sent, under the name of the person who sent it. */
    static boolean isMoney(String line) {
        return line.length() <= LONGEST && MONEY.contains(Spaces.strip(line));
    }

    /** The line that heads a chat forwarded by mail or as one record. */
    static boolean isRecordTitle(String line) {
        String text = Spaces.strip(line);
        if (text.length() > 80 || text.contains("，") || !text.contains("聊天记录")) {
            return false;
        }
        String end = text.endsWith(":") || text.endsWith("：") ? text.substring(0, text.length() - 1) : text;
        return end.endsWith("聊天记录") || end.endsWith("聊天记录如下");
    }

    // "—— 以下为新消息 ——"
    private static String withoutFrame(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isFrame(text.charAt(from))) {
            from++;
        }
        while (to > from && isFrame(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static boolean isFrame(char c) {
        return c == '—' || c == '-' || c == '─' || c == '=' || c == '－' || Spaces.isSpace(c);
    }
}
