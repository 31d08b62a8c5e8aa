package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class KnownResidentTest {

    private static final AtomicInteger LAST = new AtomicInteger(10_000);

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    RecogniseResident recogniseResident;

    @Autowired
    ChangeResident changeResident;

    @Autowired
    ResidentSheets sheets;

    private static PhoneNumber freshPhone() {
        return PhoneNumber.of("199001%05d".formatted(LAST.incrementAndGet()));
    }

    private static ChangeResident.Changes called(String name, @Nullable PhoneNumber phone) {
        return new ChangeResident.Changes(name, phone, false, null, false, "", "", "");
    }

    private long keep(NewResident told) {
        return town.as(town.chen, () -> keepResident.keep(town.qingshi, told));
    }

    private Resident sheet(long id) {
        return town.as(town.chen, () -> sheets.require(id));
    }

    @Test
    void whoGivesTheSamePhoneNumberTwiceHasOneSheet() {
        PhoneNumber phone = freshPhone();
        long first = keep(NewResident.of("", phone));
        long second = keep(NewResident.of("马建国", phone).living("柳树巷 3 号楼"));
        assertThat(second).isEqualTo(first);
        assertThat(sheet(first).name()).isEqualTo("马建国");
        assertThat(sheet(first).address()).isEqualTo("柳树巷 3 号楼");
    }

    @Test
    void whatTheSheetAlreadySaysStays() {
        PhoneNumber phone = freshPhone();
        long id = keep(NewResident.of("马建国", phone));
        keep(NewResident.of("小马", phone));
        assertThat(sheet(id).name()).isEqualTo("马建国");
    }

    @Test
    void aNicknameIsSomebodyOnlyInItsOwnGroup() {
        long id = keep(NewResident.of("", null).called(NicknamePlace.inGroup(900_001), "平安是福"));
        assertThat(recognise(900_001, "平安是福")).contains(id);
        assertThat(recognise(900_002, "平安是福")).isEmpty();
    }

    private java.util.Optional<Long> recognise(int group, String nickname) {
        return town.as(
                town.chen, () -> recogniseResident.byNickname(town.qingshi, NicknamePlace.inGroup(group), nickname));
    }

    @Test
    void oneNicknameWithTwoPhoneNumbersIsTwoPeople() {
        NicknamePlace group = NicknamePlace.inGroup(900_003);
        long first = keep(NewResident.of("", freshPhone()).called(group, "向阳花"));
        long second = keep(NewResident.of("", freshPhone()).called(group, "向阳花"));
        assertThat(second).isNotEqualTo(first);
        assertThat(recognise(900_003, "向阳花")).contains(first);
    }

    @Test
    void aNicknameLearnsItsPhoneNumber() {
        NicknamePlace group = NicknamePlace.inGroup(900_004);
        PhoneNumber phone = freshPhone();
        long id = keep(NewResident.of("", null).called(group, "三单元老李"));
        assertThat(keep(NewResident.of("李守田", phone).called(group, "三单元老李"))).isEqualTo(id);
        assertThat(sheet(id).phone()).isEqualTo(phone.masked());
    }

    @Test
    void twoAtTheSameMomentEndOnOneSheet() throws Exception {
        PhoneNumber phone = freshPhone();
        try (ExecutorService two = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> ids =
                    two.invokeAll(java.util.Collections.nCopies(8, () -> keep(NewResident.of("", phone))));
            Set<Long> different = new HashSet<>();
            for (Future<Long> id : ids) {
                different.add(id.get());
            }
            assertThat(different).hasSize(1);
        }
    }

    @Test
    void nothingIsKeptOfSomebodyWhoSaidNothing() {
        assertThatThrownBy(() -> keep(NewResident.of(" ", null).living("某处")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.resident.nothing"));
    }

    @Test
    void anotherStationNeitherSeesNorChangesTheSheet() {
        long id = keep(NewResident.of("马建国", freshPhone()));
        assertThat(town.as(town.wu, () -> sheets.find(id))).isEmpty();
        assertThatThrownBy(() -> town.as(town.wu, () -> {
                    changeResident.change(id, null, called("别人", null));
                    return true;
                }))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.resident.absent"));
        assertThat(sheet(id).name()).isEqualTo("马建国");
    }

    @Test
    void aPhoneNumberStandsOnOneSheetOnly() {
        PhoneNumber phone = freshPhone();
        keep(NewResident.of("马建国", phone));
        long other = keep(NewResident.of("牛秀英", freshPhone()));
        assertThatThrownBy(() -> town.as(town.chen, () -> {
                    changeResident.change(other, null, called("牛秀英", phone));
                    return true;
                }))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.resident.phone-taken"));
    }

    @Test
    void aResidentIsFoundByAPartOfNameNicknameOrAddressAndByTheWholePhoneNumber() {
        PhoneNumber phone = freshPhone();
        long id =
                keep(NewResident.of("欧阳桂芳", phone).living("望河街100%之屋").called(NicknamePlace.inGroup(900_005), "河边柳_絮"));
        for (String part : List.of("阳桂", "100%之", "柳_絮", phone.digits(), "+86 " + phone.digits())) {
            assertThat(found(part)).as(part).contains(id);
        }
        assertThat(found(phone.digits().substring(3))).doesNotContain(id);
        assertThat(found("100_之")).doesNotContain(id);
        assertThat(found("阳桂X")).doesNotContain(id);
    }

    private List<Long> found(String part) {
        return town.as(town.chen, () -> sheets.list(part, null, 100)).items().stream()
                .map(Resident::id)
                .toList();
    }

    @Test
    void theListIsWalkedPageByPage() {
        String street = "分页巷" + LAST.incrementAndGet();
        Set<Long> kept = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            kept.add(keep(NewResident.of("住户" + i, null).living(street)));
        }
        Set<Long> seen = new HashSet<>();
        Page<Resident> page = town.as(town.chen, () -> sheets.list(street, null, 2));
        page.items().forEach(one -> seen.add(one.id()));
        while (page.next() != null) {
            var next = page.next();
            page = town.as(town.chen, () -> sheets.list(street, next, 2));
            page.items().forEach(one -> assertThat(seen.add(one.id())).isTrue());
        }
        assertThat(seen).isEqualTo(kept);
    }
}
