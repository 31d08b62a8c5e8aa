package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A7: system, security and audit administrator are three persons. */
@InTheHouse
class A7_ThreeKeepersTest {

    private static final List<Role> KEEPERS = List.of(Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR);

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    GiveFirstSecurity giveFirstSecurity;

    @Autowired
    ChangeOfficer changeOfficer;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private int given(Role role, String badge) {
        return town.as(
                town.su,
                () -> giveAccount
                        .give(town.su, town.bureau, "韩某", role, badge, "a7-" + unique())
                        .officer());
    }

    private static void isRefusedAs(String key, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo(key));
    }

    @Test
    void nobodyHoldsTwoOfTheThree() {
        for (Role first : KEEPERS) {
            for (Role second : KEEPERS) {
                String badge = "A7" + unique();
                given(first, badge);
                isRefusedAs(
                        "refused.officer.keeps-already", () -> given(second, badge.toUpperCase(java.util.Locale.ROOT)));
                int officer = given(Role.OFFICER, badge);
                isRefusedAs(
                        "refused.officer.keeps-already",
                        () -> town.as(town.su, () -> {
                            changeOfficer.change(town.su, officer, town.bureau, "韩某", second, badge, false);
                            return 0;
                        }));
            }
        }
    }

    @Test
    void theDatabaseRefusesItWhateverTheProgramDoes() {
        String badge = "A7" + unique();
        String insert = "insert into org.officer (unit_id, name, role, badge) values (?, '韩某', ?, ?)";
        rows.write(insert, town.bureau, "SECURITY", badge);
        assertThatThrownBy(() -> rows.write(insert, town.bureau, "AUDITOR", badge))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> rows.write(insert, town.bureau, "ADMINISTRATOR", ""))
                .isInstanceOf(DataIntegrityViolationException.class);
        rows.write("update org.officer set disabled_at = now() where badge = ?", badge);
        rows.write(insert, town.bureau, "AUDITOR", badge);
        assertThatThrownBy(() -> rows.write("update org.officer set disabled_at = null where badge = ?", badge))
                .as("the former account, brought back")
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void oneOfTheThreeNeedsABadge() {
        for (Role role : KEEPERS) {
            isRefusedAs("refused.officer.badge", () -> given(role, " "));
        }
        assertThat(given(Role.OFFICER, "")).isPositive();
    }

    @Test
    void nobodyChangesTheOwnRole() {
        isRefusedAs(
                "refused.officer.absent",
                () -> town.as(town.su, () -> {
                    changeOfficer.change(town.su, town.su.officer(), town.bureau, "苏文静", Role.CHIEF, "A7", false);
                    return 0;
                }));
        assertThatThrownBy(() -> town.as(
                        town.su,
                        () -> transaction.execute(
                                status -> jdbc.sql("update org.officer set role = 'CHIEF' where id = ?")
                                        .param(town.su.officer())
                                        .update())))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("nobody changes the own role");
    }

    @Test
    void accountsAreGivenBySecurityAdministratorsAndNotByTheTwoOthers() {
        assertThat(GiveAccount.mayGive(town.su)).containsExactly(Role.values());
        for (SignedIn other : Set.of(town.he, town.fang, town.zheng, town.chen)) {
            assertThat(GiveAccount.mayGive(other)).as(other.name()).isEmpty();
            isRefusedAs(
                    "refused.officer.role",
                    () -> town.as(
                            other,
                            () -> giveAccount.give(other, town.bureau, "韩某", Role.VOLUNTEER, "", "a7-" + unique())));
        }
    }

    @Test
    void theFirstSecurityAdministratorIsGivenExactlyWhileThereIsNone() {
        var two = new GiveFirstSecurity.Two("何平", "QSX-he", "韩某", "A7" + unique(), "a7-" + unique());
        assertThat(town.as(town.he, () -> giveFirstSecurity.isFor(town.he))).isFalse();
        isRefusedAs("refused.first-security.taken", () -> town.as(town.he, () -> giveFirstSecurity.give(town.he, two)));
        rows.write("update access.credential set first_security = false where first_security");
        try {
            assertThat(town.as(town.he, () -> giveFirstSecurity.isFor(town.he))).isTrue();
            assertThat(town.as(town.fang, () -> giveFirstSecurity.isFor(town.fang)))
                    .isFalse();
            var oneself = new GiveFirstSecurity.Two("何平", "QSX-he", "何平", "qsx-HE", "a7-" + unique());
            isRefusedAs(
                    "refused.officer.keeps-already",
                    () -> town.as(town.he, () -> giveFirstSecurity.give(town.he, oneself)));
            town.as(town.he, () -> giveFirstSecurity.give(town.he, two));
            isRefusedAs(
                    "refused.first-security.taken", () -> town.as(town.he, () -> giveFirstSecurity.give(town.he, two)));
        } finally {
            rows.write("update access.credential set first_security = false where first_security");
            rows.write("update access.credential set first_security = true where officer_id = ?", town.su.officer());
        }
    }
}
