package org.fengqiao.town;

import java.util.function.Supplier;
import org.fengqiao.access.Door;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.springframework.boot.test.context.TestComponent;

/**
 * The fixed cast. Qingshi county bureau has the stations of Qingshi (QSZ) and Hewan (HWZ); the heating company is a partner of
 * Qingshi station. Everybody signs in with {@link #PASSWORD}.
 */
@TestComponent
public class Town {

    /** Everybody's password. */
    public static final String PASSWORD = "qiao-tou-liu-shu-7";

    private final AddUnit addUnit;
    private final GiveAccount giveAccount;
    private final Door door;

    /** Unit ids. */
    public final int bureau;

    public final int qingshi;
    public final int hewan;
    public final int heating;

    /** 陈晓岚, community officer of Qingshi station. */
    public final SignedIn chen;

    /** 李文, auxiliary of Qingshi station. */
    public final SignedIn li;

    /** 周大勇, chief of Qingshi station. */
    public final SignedIn zhou;

    /** 吴海, community officer of Hewan station. */
    public final SignedIn wu;

    /** 郑敏, supervisor at the bureau. */
    public final SignedIn zheng;

    /** 刘工, of the heating company. */
    public final SignedIn liu;

    /** 钱淑珍, mediator in Qingshi. */
    public final SignedIn qian;

    /** 孙桂兰, volunteer in Qingshi. */
    public final SignedIn sun;

    /** 何平, system administrator at the bureau. */
    public final SignedIn he;

    /** 苏文静, security administrator at the bureau. */
    public final SignedIn su;

    /** 方明, auditor at the bureau. */
    public final SignedIn fang;

    Town(AddUnit addUnit, GiveAccount giveAccount, Door door) {
        this.addUnit = addUnit;
        this.giveAccount = giveAccount;
        this.door = door;
        bureau = unit(0, Unit.Kind.COUNTY, "青石县公安局", "QSX");
        qingshi = unit(bureau, Unit.Kind.STATION, "青石派出所", "QSZ");
        hewan = unit(bureau, Unit.Kind.STATION, "河湾派出所", "HWZ");
        heating = unit(qingshi, Unit.Kind.PARTNER, "青石热力公司", "QSRL");
        chen = person(qingshi, "陈晓岚", Role.OFFICER, "chen");
        li = person(qingshi, "李文", Role.AUXILIARY, "li");
        zhou = person(qingshi, "周大勇", Role.CHIEF, "zhou");
        wu = person(hewan, "吴海", Role.OFFICER, "wu");
        zheng = person(bureau, "郑敏", Role.SUPERVISOR, "zheng");
        liu = person(heating, "刘工", Role.PARTNER, "liu");
        qian = person(qingshi, "钱淑珍", Role.MEDIATOR, "qian");
        sun = person(qingshi, "孙桂兰", Role.VOLUNTEER, "sun");
        he = person(bureau, "何平", Role.ADMINISTRATOR, "he");
        su = person(bureau, "苏文静", Role.SECURITY, "su");
        fang = person(bureau, "方明", Role.AUDITOR, "fang");
    }

    private int unit(int parent, Unit.Kind kind, String name, String code) {
        return Sight.HOUSE.see(() -> addUnit.add(parent, kind, name, code));
    }

    private SignedIn person(int unit, String name, Role role, String login) {
        String badge = role.keepsTheHouse() ? "QSX-" + login : "";
        Sight.HOUSE.see(() -> giveAccount.give(unit, name, role, badge, login, PASSWORD, false));
        return door.letIn(login, PASSWORD).orElseThrow();
    }

    /** Does the work with the sight of this person. */
    public <T> T as(SignedIn who, Supplier<T> work) {
        return who.sight().see(work);
    }

    /** This person as somebody who acts. */
    public static Actor actor(SignedIn who) {
        return Actor.of(who);
    }
}
