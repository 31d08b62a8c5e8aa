package org.fengqiao.people;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.ReportAsPartner;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.Pictures;
import org.fengqiao.town.Town;
import org.springframework.context.ApplicationContext;

/**
 * Somebody who left traces in every table that can hold a resident: one matter that was handed on to another station, worked on with a
 * partner, talked about in a group and over a bridge, with a photo and a paper, and closed.
 */
final class Neighbour {

    final String name;
    final String nickname;
    final PhoneNumber phone;
    final CitizenNumber citizen;
    final long id;
    final long matter;
    final List<Long> photos;

    private final ApplicationContext house;
    private final Town town;
    private final EveryRow rows;

    Neighbour(ApplicationContext house, String name, int number) {
        this.house = house;
        this.town = house.getBean(Town.class);
        this.rows = house.getBean(EveryRow.class);
        this.name = name;
        this.nickname = name + "的小院" + number;
        this.phone = PhoneNumber.of("199071%05d".formatted(number));
        this.citizen = FictionalNumbers.adult(330_000 + number);
        this.id = town.as(
                town.chen,
                () -> house.getBean(KeepResident.class)
                        .keep(
                                town.qingshi,
                                NewResident.of(name, phone)
                                        .identified(citizen, null)
                                        .living(name + "家，桥西街 7 号")
                                        .noted(name + "听力不好")
                                        .called(NicknamePlace.inGroup(970_000 + number), nickname)));
        this.matter = open();
        this.photos = new ArrayList<>(town.as(
                town.chen,
                () -> house.getBean(AttachPhotos.class)
                        .attach(matter, List.of(Pictures.of(64, 48, 0x123456 + number)))));
    }

    private long open() {
        return town.as(
                town.chen,
                () -> house.getBean(OpenMatter.class)
                        .open(
                                new NewMatter(
                                        town.qingshi,
                                        "DEMAND",
                                        org.fengqiao.matter.Urgency.NORMAL,
                                        "我是%s，电话 %s，身份证 %s，邻居漏水".formatted(name, phone.digits(), citizen.digits()),
                                        new Place(name + "家门口", 88.5, 39.5),
                                        id,
                                        name,
                                        Way.DESK,
                                        0,
                                        0,
                                        0,
                                        null,
                                        0),
                                Town.actor(town.chen))
                        .id());
    }

    /** Everything said and done until the call back. */
    Neighbour lives() {
        town.as(town.chen, () -> {
            house.getBean(AskPartner.class)
                    .askUnit(matter, null, Town.actor(town.chen), town.heating, "请到" + name + "家看暖气");
            return house.getBean(AddNote.class)
                    .note(matter, null, Town.actor(town.chen), name + "说邻居不在家，" + phone.digits(), photos);
        });
        town.as(
                town.liu,
                () -> house.getBean(ReportAsPartner.class).report(matter, Town.actor(town.liu), name + "家修好了"));
        town.as(
                town.zhou,
                () -> house.getBean(HandOverMatter.class)
                        .handOver(matter, null, Town.actor(town.zhou), town.hewan, name + "已搬到河湾"));
        town.as(town.wu, () -> {
            house.getBean(TakeMatter.class).take(matter, null, Town.actor(town.wu));
            house.getBean(AnswerMatter.class).answer(matter, null, Town.actor(town.wu), name + "，已修好");
            return house.getBean(CallBackMatter.class)
                    .callBack(matter, null, Town.actor(town.wu), true, 5, name + "说满意");
        });
        rows.write(
                "insert into document.document (matter_id, unit_id, kind, name, sha256, content, added_by) select id, unit_id, 'PDF', ?, ?, ?, 1 from matter.matter where id = ?",
                name + "的协议.pdf",
                "%064x".formatted(id),
                ("%PDF " + name).getBytes(StandardCharsets.UTF_8),
                matter);
        int bridge = rows.read(
                "insert into channel.bridge (unit_id, name) values (?, ?) returning id",
                Integer.class,
                town.qingshi,
                "小院桥 " + id);
        rows.write(
                "insert into channel.message (unit_id, bridge_id, external_id, body_hash, sender, sender_ref, words, said_at, state, matter_id) values (?, ?, 'a', 'a', ?, ?, ?, now(), 'MATTER', ?)",
                town.qingshi,
                bridge,
                nickname,
                "wx-" + nickname,
                name + "家漏水",
                matter);
        rows.write(
                "insert into channel.message (unit_id, bridge_id, external_id, body_hash, sender, words, said_at) values (?, ?, 'b', 'b', ?, ?, now())",
                town.qingshi,
                bridge,
                nickname,
                "我是" + name);
        rows.write(
                "insert into notice.post (unit_id, matter_id, kind, words) values (?, ?, 'ANSWER', ?)",
                town.qingshi,
                matter,
                name + "您好，已修好");
        rows.write(
                "insert into notice.callout (unit_id, bridge_id, matter_id, webhook_id, body, state) values (?, ?, ?, ?, ?, 'SENT')",
                town.qingshi,
                bridge,
                matter,
                "fq_test_" + id,
                "{\"text\":\"" + name + "您好\"}");
        rows.write(
                "insert into access.answered (officer_id, key, request, status, headers, body) values (0, ?, 'x', 200, '{}', ?)",
                "k" + id,
                "{\"asker\":\"" + name + "\"}");
        return this;
    }

    /** The last step. */
    Neighbour closes() {
        town.as(
                town.wu,
                () -> house.getBean(CloseMatter.class).close(matter, null, Town.actor(town.wu), name + "的事办结"));
        return this;
    }

    /** Words that point at this person. */
    List<String> words() {
        return List.of(name, nickname, phone.digits(), citizen.digits());
    }
}
