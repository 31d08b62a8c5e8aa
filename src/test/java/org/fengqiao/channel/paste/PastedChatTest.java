package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDateTime;
import java.util.List;
import org.fengqiao.channel.paste.PastedLine.Role;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.Test;

/** Texts as officers of the fictional town 青石镇 paste them on Sunday 2026-11-22 at 09:00. */
class PastedChatTest {
    private static final LocalDateTime SUNDAY_AT_NINE = LocalDateTime.parse("2026-11-22T09:00");

    @Test
    void aChatCopiedOnWindowsIsCutAtNameAndDate() {
        PastedChat chat = read("""
                3号楼2单元 王阿姨 2026/11/20 10:03
                家里暖气一点都不热，孩子才三个月
                能不能帮忙问问热力公司

                李师傅 2026/11/20 10:05
                我们楼也是，摸着跟冰块似的

                热力-小赵 2026/11/20 10:11
                收到，马上派人去换热站看看
                """);
        assertThat(chat.layout()).isEqualTo(Layout.DATED);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly(
                        "3号楼2单元 王阿姨 | 2026-11-20T10:03 | 家里暖气一点都不热，孩子才三个月\n能不能帮忙问问热力公司",
                        "李师傅 | 2026-11-20T10:05 | 我们楼也是，摸着跟冰块似的",
                        "热力-小赵 | 2026-11-20T10:11 | 收到，马上派人去换热站看看");
        assertThat(chat.messages()).allMatch(PastedMessage::exactDay);
    }

    @Test
    void aChatWithoutBlankLinesIsCutAsWell() {
        PastedChat chat = read("""
                王阿姨 2026/11/20 10:03
                谁家看见我种的葱了
                早上起来一垄全没了
                赵大爷 2026/11/20 10:04
                该不会是让人拔走了吧
                """);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly(
                        "王阿姨 | 2026-11-20T10:03 | 谁家看见我种的葱了\n早上起来一垄全没了", "赵大爷 | 2026-11-20T10:04 | 该不会是让人拔走了吧");
    }

    @Test
    void aMacThatCountsTwelveHoursIsUnderstood() {
        PastedChat chat = read("""
                女儿红 2026/11/20 2:51 PM
                楼上漏水漏到我家厨房了

                刘姐 2026/11/20 12:06 AM
                半夜装修谁受得了
                """);
        assertThat(chat.messages().stream().map(PastedMessage::saidAt))
                .containsExactly(at("2026-11-20T14:51"), at("2026-11-20T00:06"));
    }

    @Test
    void otherWaysToWriteTheDayAreUnderstood() {
        PastedChat chat = read("""
                甲 2026年11月20日 上午10:03
                一

                乙 2026-11-20 10:04:09
                二

                丙 2026.11.20 22:10
                三

                丁 11月19日 晚上9:15
                四

                戊 12月30日 08:00
                五

                己 昨天 22:10
                六

                庚 星期三 08:01
                七

                辛 周日 08:02
                八

                壬 前天 中午12:30
                九
                """);
        assertThat(chat.messages().stream().map(PastedMessage::saidAt))
                .containsExactly(
                        at("2026-11-20T10:03"),
                        at("2026-11-20T10:04:09"),
                        at("2026-11-20T22:10"),
                        at("2026-11-19T21:15"),
                        at("2025-12-30T08:00"),
                        at("2026-11-21T22:10"),
                        at("2026-11-18T08:01"),
                        at("2026-11-15T08:02"),
                        at("2026-11-20T12:30"));
    }

    @Test
    void aDayThatDoesNotExistIsNoHeader() {
        PastedChat chat = read("王阿姨 2026/02/30 10:03\n没这一天\n");
        assertThat(chat.messages()).noneMatch(message -> at("2026-03-02T10:03").equals(message.saidAt()));
        assertThat(chat.lines()).hasSize(2);
    }

    @Test
    void bareTimesLaterThanThePastingBelongToTheDayBefore() {
        PastedChat chat = read("""
                老周 22:10
                小区西门路灯又不亮了

                老周 08:15
                早上看还是黑的，谁管一下
                """);
        assertThat(chat.layout()).isEqualTo(Layout.TIMED);
        assertThat(chat.messages().stream().map(PastedMessage::saidAt))
                .containsExactly(at("2026-11-21T22:10"), at("2026-11-22T08:15"));
        assertThat(chat.messages()).noneMatch(PastedMessage::exactDay);
    }

    @Test
    void aBareTimeLaterThanTheOneBelowItBelongsToADayBefore() {
        PastedChat chat = read("""
                老周 08:30
                垃圾没人收

                老周 21:00
                还是没人收

                物业小陈 08:10
                今天一定收
                """);
        assertThat(chat.messages().stream().map(PastedMessage::saidAt))
                .containsExactly(at("2026-11-21T08:30"), at("2026-11-21T21:00"), at("2026-11-22T08:10"));
    }

    @Test
    void messagesAMinuteOutOfOrderStayOnOneDay() {
        PastedChat chat = read("甲 08:04\n来电了吗\n\n乙 08:03\n没有\n\n丙 08:05\n来了\n");
        assertThat(chat.messages().stream().map(PastedMessage::saidAt))
                .containsExactly(at("2026-11-22T08:04"), at("2026-11-22T08:03"), at("2026-11-22T08:05"));
    }

    @Test
    void namesWithAColonAreCutInEitherWidth() {
        PastedChat chat = read("""
                昨天 22:10
                幸福里-老孙:
                水管爆了，水都流到马路上了

                青石水务：
                位置发我

                幸福里-老孙:
                幸福里南门东边五十米
                今天 08:01
                青石水务：
                已经修好
                """);
        assertThat(chat.layout()).isEqualTo(Layout.NAMED);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly(
                        "幸福里-老孙 | 2026-11-21T22:10 | 水管爆了，水都流到马路上了",
                        "青石水务 | 2026-11-21T22:10 | 位置发我",
                        "幸福里-老孙 | 2026-11-21T22:10 | 幸福里南门东边五十米",
                        "青石水务 | 2026-11-22T08:01 | 已经修好");
    }

    @Test
    void labelsThatEndInAColonAreWords() {
        PastedChat chat = read("""
                社区小何：
                明天上午8点半免费体检
                地点：
                居委会一楼
                联系电话：
                199 0000 1234

                王阿姨：
                收到
                """);
        assertThat(chat.messages()).extracting(PastedMessage::sender).containsExactly("社区小何", "王阿姨");
    }

    @Test
    void aTimeWithinWordsIsNoHeader() {
        PastedChat chat = read("""
                社区小何 2026/11/20 10:03
                停水通知，大家提前存水
                停水时间 2026/11/21 8:00
                来水时间 18:00
                集合地点东门 19:30

                王阿姨 2026/11/20 10:04
                收到
                """);
        assertThat(chat.messages()).hasSize(2);
        assertThat(chat.messages().getFirst().words()).endsWith("集合地点东门 19:30");
    }

    @Test
    void aRecordSentByMailIsCutUnderItsDays() {
        PastedChat chat = read("""
                Dear 青石派出所：

                微信群聊“青石镇幸福里邻居群”的聊天记录如下:

                —————  2026-11-19  —————


                王阿姨  23:58

                楼下烧烤摊又唱歌了，谁管管


                夜猫子🦉  23:59

                [图片]


                夜猫子🦉  00:03

                还在唱

                —————  2026-11-20  —————

                张警官  07:40

                昨晚已经劝离
                """);
        assertThat(chat.layout()).isEqualTo(Layout.RECORD);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly(
                        "王阿姨 | 2026-11-19T23:58 | 楼下烧烤摊又唱歌了，谁管管",
                        "夜猫子🦉 | 2026-11-19T23:59 | [图片]",
                        "夜猫子🦉 | 2026-11-20T00:03 | 还在唱",
                        "张警官 | 2026-11-20T07:40 | 昨晚已经劝离");
        assertThat(chat.systemLines()).containsExactly("Dear 青石派出所：", "微信群聊“青石镇幸福里邻居群”的聊天记录如下:");
    }

    @Test
    void anExportWithTheTimeFirstIsCut() {
        PastedChat chat = read("""
                2026-11-20 10:03:22 王阿姨
                孩子在集市走丢了，穿红棉袄，五岁
                2026-11-20 10:03:40 卖豆腐的老宋
                我这边没看见，帮你喊
                2026-11-20 10:09:01 3号楼 1 单元
                在供销社门口，找到了
                """);
        assertThat(chat.layout()).isEqualTo(Layout.TIME_FIRST);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly(
                        "王阿姨 | 2026-11-20T10:03:22 | 孩子在集市走丢了，穿红棉袄，五岁",
                        "卖豆腐的老宋 | 2026-11-20T10:03:40 | 我这边没看见，帮你喊",
                        "3号楼 1 单元 | 2026-11-20T10:09:01 | 在供销社门口，找到了");
    }

    @Test
    void nicknamesMayHoldSpacesEmojiDigitsAndColons() {
        PastedChat chat = read("""
                🌸花开富贵🌸 2026/11/20 10:03
                早

                夜班 22:00 2026/11/20 10:04
                早

                A:小卖部:老郑 2026/11/20 10:05
                早

                13900 2026/11/20 10:06
                早

                👨‍👩‍👧 一家三口　五楼 2026/11/20 10:07
                早
                """);
        assertThat(chat.messages())
                .extracting(PastedMessage::sender)
                .containsExactly("🌸花开富贵🌸", "夜班 22:00", "A:小卖部:老郑", "13900", "👨‍👩‍👧 一家三口 五楼");
    }

    @Test
    void whatTheSoftwareWritesIsNotWords() {
        PastedChat chat = read("""
                王阿姨 2026/11/20 10:03
                谁丢了钥匙，在门卫室

                你撤回了一条消息

                "小区管家"邀请"新来的李姐"加入了群聊

                老周 2026/11/20 10:05
                [红包]

                —— 以下为新消息 ——

                李姐 2026/11/20 10:06
                是我的，谢谢
                """);
        assertThat(chat.messages()).extracting(PastedMessage::sender).containsExactly("王阿姨", "李姐");
        assertThat(chat.systemLines())
                .containsExactly("你撤回了一条消息", "\"小区管家\"邀请\"新来的李姐\"加入了群聊", "老周 2026/11/20 10:05", "[红包]", "—— 以下为新消息 ——");
    }

    @Test
    void aPersonWhoSaysWhatTheSoftwareSaysIsHeard() {
        PastedChat chat = read("老周 2026/11/20 10:05\n你撤回了一条消息\n");
        assertThat(chat.messages()).extracting(PastedMessage::words).containsExactly("你撤回了一条消息");
    }

    @Test
    void placeholdersAreMarksAndStayInTheWords() {
        PastedChat chat = read("""
                老周 2026/11/20 10:05
                [图片]
                你们看楼道[微笑]
                [语音 12"]
                [文件: 停水通知.pdf]
                [视频]
                """);
        PastedMessage message = chat.messages().getFirst();
        assertThat(message.marks())
                .containsExactly(
                        new Mark(Mark.Kind.IMAGE, "[图片]"),
                        new Mark(Mark.Kind.VOICE, "[语音 12\"]"),
                        new Mark(Mark.Kind.FILE, "[文件: 停水通知.pdf]"),
                        new Mark(Mark.Kind.VIDEO, "[视频]"));
        assertThat(message.words()).startsWith("[图片]\n你们看楼道[微笑]");
    }

    @Test
    void aReplyKeepsWhatItQuotesApartFromItsOwnWords() {
        PastedChat chat = read("""
                物业小陈 2026/11/20 10:05
                「王阿姨：电梯又停在四楼了
                里面没人」
                - - - - - - - - - - - - - - -
                维保的人十分钟到

                王阿姨 2026/11/20 10:06
                好
                """);
        PastedMessage reply = chat.messages().getFirst();
        assertThat(reply.quote()).isEqualTo(new Quote("王阿姨", "电梯又停在四楼了\n里面没人"));
        assertThat(reply.words()).isEqualTo("维保的人十分钟到");
        assertThat(chat.messages()).hasSize(2);
    }

    @Test
    void quotationMarksWithoutARuleArePlainWords() {
        PastedChat chat = read("甲 2026/11/20 10:05\n「小心地滑」牌子倒了\n第二行\n");
        assertThat(chat.messages().getFirst().quote()).isNull();
        assertThat(chat.messages().getFirst().words()).isEqualTo("「小心地滑」牌子倒了\n第二行");
    }

    @Test
    void namesAddressedAreFound() {
        PastedChat chat = read("甲 2026/11/20 10:05\n@张警官\u2005 @物业小陈，麻烦看下 a@b.cn\n");
        assertThat(chat.messages().getFirst().mentions()).containsExactly("张警官", "物业小陈");
    }

    @Test
    void carriageReturnsByteOrderMarksAndInvisibleCharactersDoNoHarm() {
        PastedChat chat =
                read("\ufeff王\u200b阿姨\u00a02026/11/20\u300010:03\r\n没水了\u0000\r\r\n李姐 2026/11/20 10:04\r\n我家也是\r\n");
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly("王阿姨 | 2026-11-20T10:03 | 没水了", "李姐 | 2026-11-20T10:04 | 我家也是");
    }

    @Test
    void aTextOfNoKnownLayoutIsOneMessageOfAnUnknownSender() {
        String notice = "尊敬的各位居民：\n\n因管道抢修，今晚20:00停水。\n请大家：\n提前存水\n\n青石镇水务所";
        PastedChat chat = read(notice);
        assertThat(chat.layout()).isEqualTo(Layout.UNKNOWN);
        assertThat(chat.messages()).singleElement().satisfies(message -> {
            assertThat(message.sender()).isNull();
            assertThat(message.saidAt()).isNull();
            assertThat(message.words()).isEqualTo(notice);
        });
    }

    @Test
    void aNoticeWithHeadingsThatEndInAColonIsOneMessage() {
        String notice = "幸福里小区的老旧管网要换了\n\n先换哪里：\n3号楼和5号楼\n\n谁来换：\n青石水务\n\n有事找：\n物业小陈";
        assertThat(read(notice).messages()).extracting(PastedMessage::words).containsExactly(notice);
    }

    @Test
    void aNicknameThatSaysWhatSomeoneIsCountsAsAName() {
        PastedChat chat = read("3号楼业主：\n电梯停了\n\n维修人员：\n在路上\n");
        assertThat(chat.messages()).extracting(PastedMessage::sender).containsExactly("3号楼业主", "维修人员");
    }

    @Test
    void aConversationThatBeginsInMidMessageIsKnownByANameThatComesAgain() {
        PastedChat chat = read("…三楼往下漏\n\n老周:\n我看见了\n\n王阿姨:\n快来人\n\n老周:\n来了\n");
        assertThat(chat.messages()).extracting(PastedMessage::sender).containsExactly(null, "老周", "王阿姨", "老周");
    }

    @Test
    void whatIsWrittenWhenSomeoneJoinsIsNotWords() {
        PastedChat chat = read("""
                老周 2026/11/20 10:05
                欢迎新邻居

                "老周"邀请"新来的李姐"加入了群聊，群聊参与人还有：王阿姨、赵大爷
                "新来的李姐"与群里其他人都不是微信朋友关系，请注意隐私安全
                """);
        assertThat(chat.messages()).extracting(PastedMessage::words).containsExactly("欢迎新邻居");
        assertThat(chat.systemLines()).hasSize(2);
    }

    @Test
    void aTextThatBeginsInMidMessageKeepsItsHeadlessWords() {
        PastedChat chat = read("""
                的水都漏到走廊了，快来人
                电话 19900001234

                李姐 2026/11/20 10:04
                我看见了，在三楼
                """);
        assertThat(chat.messages().stream().map(PastedChatTest::told))
                .containsExactly("null | null | 的水都漏到走廊了，快来人\n电话 19900001234", "李姐 | 2026-11-20T10:04 | 我看见了，在三楼");
    }

    @Test
    void aHeaderWithoutWordsStaysAsAnEmptyMessage() {
        PastedChat chat = read("王阿姨 2026/11/20 10:03\n\n李姐 2026/11/20 10:04\n在\n");
        assertThat(chat.messages()).extracting(PastedMessage::words).containsExactly("", "在");
    }

    @Test
    void aReplyThatIsOnlyATimeIsWords() {
        PastedChat chat = read("王阿姨 2026/11/20 10:03\n几点来水\n\n水务 2026/11/20 10:04\n18:00\n\n王阿姨 2026/11/20 10:05\n好\n");
        assertThat(chat.messages()).extracting(PastedMessage::words).containsExactly("几点来水", "18:00", "好");
    }

    @Test
    void nothingGivesNothing() {
        assertThat(read("").messages()).isEmpty();
        assertThat(read(" \n\u3000\n").messages()).isEmpty();
        assertThat(read("").layout()).isEqualTo(Layout.UNKNOWN);
    }

    @Test
    void eachLineTellsWhatItWasTakenFor() {
        PastedChat chat = read("昨天 22:10\n王阿姨:\n没水了\n\n你撤回了一条消息");
        assertThat(chat.lines())
                .extracting(PastedLine::role)
                .containsExactly(Role.HEADER, Role.HEADER, Role.WORDS, Role.BLANK, Role.SYSTEM);
    }

    @Test
    void moreThanAMebibyteIsRefused() {
        String full = "水".repeat(PastedChat.MOST_BYTES / 3);
        assertThat(read(full).messages()).hasSize(1);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(full + "水"))
                .satisfies(refused -> assertThat(refused.key()).isEqualTo("refused.paste.large"));
    }

    @Test
    void moreThanFiveThousandMessagesAreRefused() {
        String one = "王阿姨 2026/11/20 10:03\n没水了\n";
        assertThat(read(one.repeat(5_000)).messages()).hasSize(5_000);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(one.repeat(5_001)))
                .satisfies(refused -> assertThat(refused.key()).isEqualTo("refused.paste.many"));
    }

    static String told(PastedMessage message) {
        return message.sender() + " | " + message.saidAt() + " | " + message.words();
    }

    static PastedChat read(String text) {
        return PastedChat.read(text, SUNDAY_AT_NINE);
    }

    static List<PastedMessage> messages(String text) {
        return read(text).messages();
    }

    private static LocalDateTime at(String text) {
        return LocalDateTime.parse(text);
    }
}
