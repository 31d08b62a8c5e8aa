package org.fengqiao.channel.paste;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A placeholder that WeChat leaves in copied text where a picture, a voice message or the like has been.
 *
 * @param kind what has been there
 * @param text the placeholder as written, for example {@code [文件]} or {@code [语音 12"]}; it stays in the words too
 */
public record Mark(Kind kind, String text) {

    /** What a placeholder stands for. */
    public enum Kind {
        IMAGE,
        VOICE,
        VIDEO,
        FILE,
        STICKER,
        LOCATION,
        LINK,
        CONTACT_CARD,
        CHAT_RECORD,
        MINI_PROGRAM,
        CALL
    }

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("图片", Kind.IMAGE),
            Map.entry("照片", Kind.IMAGE),
            Map.entry("Photo", Kind.IMAGE),
            Map.entry("Image", Kind.IMAGE),
            Map.entry("语音", Kind.VOICE),
            Map.entry("Voice", Kind.VOICE),
            Map.entry("Audio", Kind.VOICE),
            Map.entry("视频", Kind.VIDEO),
            Map.entry("小视频", Kind.VIDEO),
            Map.entry("视频号", Kind.VIDEO),
            Map.entry("Video", Kind.VIDEO),
            Map.entry("文件", Kind.FILE),
            Map.entry("File", Kind.FILE),
            Map.entry("动画表情", Kind.STICKER),
            Map.entry("表情", Kind.STICKER),
            Map.entry("Sticker", Kind.STICKER),
            Map.entry("位置", Kind.LOCATION),
            Map.entry("Location", Kind.LOCATION),
            Map.entry("链接", Kind.LINK),
            Map.entry("Link", Kind.LINK),
            Map.entry("名片", Kind.CONTACT_CARD),
            Map.entry("个人名片", Kind.CONTACT_CARD),
            Map.entry("聊天记录", Kind.CHAT_RECORD),
            Map.entry("Chat History", Kind.CHAT_RECORD),
            Map.entry("小程序", Kind.MINI_PROGRAM),
            Map.entry("语音通话", Kind.CALL),
            Map.entry("视频通话", Kind.CALL));

    // The name inside the brackets decides; what may follow it (a length, a file name) is bounded, so the scan stays
    // linear.
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\[(\\p{IsHan}{2,4}|[A-Z][a-z]{3,7}(?: History)?)(?:[ :：][^\\[\\]\\n]{1,80})?]");

    static List<Mark> in(String words) {
        if (words.indexOf('[') < 0) {
            return List.of();
        }
        List<Mark> marks = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(words);
        while (placeholder.find()) {
            Kind kind = KINDS.get(placeholder.group(1));
            if (kind != null) {
                marks.add(new Mark(kind, placeholder.group()));
            }
        }
        return List.copyOf(marks);
    }

    /** The words without their placeholders. */
    static String without(String words) {
        return words.indexOf('[') < 0
                ? words
                : PLACEHOLDER
                        .matcher(words)
                        .replaceAll(mark ->
                                KINDS.containsKey(mark.group(1)) ? " " : Matcher.quoteReplacement(mark.group()));
    }
}
