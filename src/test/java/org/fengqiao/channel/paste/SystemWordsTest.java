package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the software of the chat says is nobody's words; what only looks like it is somebody's. */
class SystemWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "—— 以下为新消息 ——",
                "  查看更多消息 ",
                "\"王姐\"邀请\"李哥\"加入了群聊",
                "\"王姐\"邀请你加入了群聊，群聊参与人还有：李哥、赵叔",
                "“陈警官”修改群名为“青石花园三号楼”",
                "\"王姐\" 拍了拍 \"李哥\"",
                "你领取了王姐的红包",
                "王姐领取了你的红包",
                "王姐撤回了一条消息",
                "李哥通过扫描二维码加入群聊",
                "\"Lee\" recalled a message"
            })
    void aSentenceOfTheSoftwareIsANotice(String line) {
        assertThat(SystemWords.isNotice(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "邀请大家周末来看电影",
                "新邻居加入了群聊",
                "谁修改群名为“花园”了呀",
                "群名改成“花园”",
                "王姐 拍了拍 李哥，让他小声一点",
                "你领取了快递没有",
                "谁拿了我的红包",
                "以下为新消息请看"
            })
    void whatSomebodySaidIsNone(String line) {
        assertThat(SystemWords.isNotice(line)).isFalse();
    }

    @Test
    void aLongLineIsNeverTheSoftwares() {
        assertThat(SystemWords.isNotice("王".repeat(70) + " 拍了拍 李哥李哥李")).isTrue();
        assertThat(SystemWords.isNotice("王".repeat(70) + " 拍了拍 李哥李哥李李")).isFalse();
        assertThat(SystemWords.isNotice("王".repeat(5_000) + "撤回了一条消息")).isFalse();
    }

    @Test
    void moneyStandsUnderTheNameOfWhoSentIt() {
        assertThat(SystemWords.isMoney(" [微信红包] ")).isTrue();
        assertThat(SystemWords.isMoney("[Transfer]")).isTrue();
        assertThat(SystemWords.isMoney("[图片]")).isFalse();
        assertThat(SystemWords.isMoney("谢谢[红包]")).isFalse();
        assertThat(SystemWords.isMoney("[红包]" + " ".repeat(5_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"青石花园三号楼的聊天记录", "群聊的聊天记录:", "王姐和李哥的聊天记录：", "微信群的聊天记录如下：", "聊天记录如下"})
    void aForwardedChatIsKnownByItsTitle(String line) {
        assertThat(SystemWords.isRecordTitle(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "聊天记录在我这里", "大家好，这是聊天记录", "记录如下：", "聊天记录：如下所示"})
    void whatOnlySpeaksOfOneIsNoTitle(String line) {
        assertThat(SystemWords.isRecordTitle(line)).isFalse();
    }

    @Test
    void aTitleIsShort() {
        assertThat(SystemWords.isRecordTitle("花".repeat(76) + "聊天记录")).isTrue();
        assertThat(SystemWords.isRecordTitle("花".repeat(77) + "聊天记录")).isFalse();
    }
}
