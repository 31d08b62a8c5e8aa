package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each chat is written as lines {@code 昵称 时:分 话}; all on one day. */
class TurnTest {
    @Test
    void wordsOfOneSenderWithinMinutesAreOneTurn() {
        assertThat(turns("王阿姨 08:00 楼上漏水了", "王阿姨 08:02 天花板都湿了", "王阿姨 08:05 [图片]"))
                .containsExactly("王阿姨: 楼上漏水了/天花板都湿了/[图片]");
    }

    @Test
    void aLongPauseBeginsANewTurn() {
        assertThat(turns("王阿姨 08:00 楼上漏水了", "王阿姨 08:11 还在漏水")).containsExactly("王阿姨: 楼上漏水了", "王阿姨: 还在漏水");
    }

    @Test
    void anotherSenderBetweenBeginsANewTurn() {
        assertThat(turns("王阿姨 08:00 谁家炖肉这么香", "老周 08:01 我家", "王阿姨 08:02 明天去尝尝"))
                .containsExactly("王阿姨: 谁家炖肉这么香", "老周: 我家", "王阿姨: 明天去尝尝");
    }

    @Test
    void theSameSubjectGoesOnPastAnotherSender() {
        assertThat(turns("王阿姨 08:00 我家没水了", "老周 08:01 早上好", "王阿姨 08:02 水管是不是冻了"))
                .containsExactly("王阿姨: 我家没水了/水管是不是冻了", "老周: 早上好");
    }

    @Test
    void theAnswerToAQuestionBelongsToWhatWasAskedAbout() {
        assertThat(turns("王阿姨 08:00 我家没水了", "青石水务 08:01 几号楼？", "王阿姨 08:02 3号楼2单元"))
                .containsExactly("王阿姨: 我家没水了/3号楼2单元", "青石水务: 几号楼？");
    }

    @Test
    void aPictureAfterAnotherSenderBelongsToTheWordsBefore() {
        assertThat(turns("王阿姨 08:00 消防通道又堵了", "老周 08:01 真缺德", "王阿姨 08:02 [图片]"))
                .containsExactly("王阿姨: 消防通道又堵了/[图片]", "老周: 真缺德");
    }

    @Test
    void aGreetingJoinsWhatFollowsEvenAfterAnAnswer() {
        assertThat(turns("王阿姨 08:00 张警官您好，在吗", "张警官 08:01 在的，请讲", "王阿姨 08:02 我家葱让人偷了"))
                .containsExactly("王阿姨: 张警官您好，在吗/我家葱让人偷了", "张警官: 在的，请讲");
    }

    @Test
    void aClearlyNewSubjectIsANewTurn() {
        assertThat(turns("王阿姨 08:00 我家暖气不热", "王阿姨 08:01 身份证办好了吗")).containsExactly("王阿姨: 我家暖气不热", "王阿姨: 身份证办好了吗");
    }

    @Test
    void wordsThatAnnounceSomethingElseBeginANewTurn() {
        assertThat(turns("王阿姨 08:00 我家暖气不热", "王阿姨 08:01 另外，楼道灯泡也该换了"))
                .containsExactly("王阿姨: 我家暖气不热", "王阿姨: 另外，楼道灯泡也该换了");
    }

    @Test
    void withoutTimesOnlyWhatStandsNearIsJoined() {
        List<PastedMessage> messages =
                PastedChatTest.messages("王阿姨:\n我家没水了\n\n" + "老周:\n哦\n\n".repeat(6) + "王阿姨:\n水管冻了\n");
        assertThat(Turn.of(messages))
                .extracting(Turn::sender)
                .filteredOn("王阿姨"::equals)
                .hasSize(2);
    }

    @Test
    void unknownSendersStayAlone() {
        assertThat(PastedChatTest.read("2026-11-20\n没水了\n").turns()).hasSize(1);
    }

    @Test
    void greetingsAreToldFromWords() {
        assertThat(List.of("你好", "@张警官 在吗", "各位邻居早上好！", "警官，打扰一下", "王警官您好")).allMatch(Turn::isGreeting);
        assertThat(List.of("好的", "没水了", "早上好像没电", "")).noneMatch(Turn::isGreeting);
    }

    @Test
    void aTurnTellsWhenItBeganAndWhatWasShown() {
        Turn turn = Turn.of(messages("王阿姨 08:00 楼上漏水了", "王阿姨 08:05 [图片]")).getFirst();
        assertThat(turn.saidAt()).isEqualTo("2026-11-20T08:00");
        assertThat(turn.marks()).containsExactly(new Mark(Mark.Kind.IMAGE, "[图片]"));
    }

    private static List<String> turns(String... lines) {
        return Turn.of(messages(lines)).stream()
                .map(turn -> turn.sender() + ": " + turn.words().replace('\n', '/'))
                .toList();
    }

    private static List<PastedMessage> messages(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            text.append("%s 2026/11/20 %s\n%s\n\n".formatted(parts[0], parts[1], parts[2]));
        }
        return PastedChatTest.messages(text.toString());
    }
}
