package org.fengqiao.channel.paste;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What neighbours talk about, as coarse as it takes to see whether someone has changed the subject. It says nothing about
 * the kind of a matter; that is read elsewhere.
 */
enum Subject {
    WATER("停水", "没水", "漏水", "水管", "水压", "渗水", "自来水", "来水", "滴水", "下水", "水表", "返水"),
    HEATING("暖气", "供暖", "供热", "暖气片", "地暖", "不热", "热力", "锅炉", "室温", "取暖"),
    POWER("停电", "没电", "跳闸", "电表", "来电", "路灯", "电线", "断电"),
    GAS("燃气", "煤气", "天然气"),
    FIRE("着火", "冒烟", "起火", "火灾", "消防通道", "飞线", "充电桩"),
    NOISE("噪音", "太吵", "扰民", "吵得", "半夜吵", "施工声", "音响", "广场舞", "吵死", "装修声"),
    THEFT("偷", "被盗", "小偷", "失窃", "贼"),
    MISSING("走丢", "走失", "失踪", "不见了", "找不到人", "找孩子", "找老人", "迷路"),
    LOST_THING("丢了", "捡到", "拾到", "遗失", "失主", "落在"),
    PARKING("停车", "车位", "挪车", "挪一下车", "占道", "堵门", "车牌", "僵尸车"),
    RUBBISH("垃圾", "臭味", "异味", "清运", "卫生差"),
    LIFT("电梯"),
    ANIMAL("流浪狗", "遛狗", "狗咬", "咬人", "狗绳", "狗屎"),
    FRAUD("诈骗", "骗子", "被骗", "转账", "刷单", "验证码", "冒充"),
    QUARREL("打架", "吵架", "打起来", "动手", "骂人"),
    PAPERS("身份证", "户口", "居住证", "护照", "落户", "户籍");

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
    private final List<String> words;

    Subject(String... words) {
        this.words = List.of(words);
    }

    static Set<Subject> in(String text) {
        Set<Subject> found = EnumSet.noneOf(Subject.class);
        Arrays.stream(values())
                .filter(subject -> subject.words.stream().anyMatch(text::contains))
                .forEach(found::add);
        return found;
    }
}
