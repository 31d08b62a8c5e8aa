package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.util.UUID;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.util.ReflectionTestUtils;

/** A house beside a directory: a real LDAP server on this machine. */
@InTheHouse
class DirectoryTest {

    private static final String THERE = "known-to-the-directory-1";
    private static final String PATTERN = "uid={0},ou=people";
    private static final String BASE = "dc=qingshi,dc=example";

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangePassword changePassword;

    @Autowired
    Directory directory;

    @Autowired
    Door door;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private InMemoryDirectoryServer server;
    private String login;

    @BeforeEach
    void aDirectoryWithOnePerson() throws Exception {
        login = "dir-" + UUID.randomUUID().toString().substring(0, 8);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: " + BASE, "objectClass: domain", "dc: qingshi");
        server.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
        enter(login);
        ReflectionTestUtils.setField(
                directory, "bind", Directory.at("ldap://127.0.0.1:" + server.getListenPort(), BASE, PATTERN));
    }

    private void enter(String uid) throws Exception {
        server.add(
                "dn: uid=%s,ou=people,%s".formatted(uid, BASE),
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: T",
                "sn: T",
                "userPassword: " + THERE);
    }

    @AfterEach
    void theHouseIsByItselfAgain() {
        ReflectionTestUtils.setField(directory, "bind", null);
        server.shutDown(true);
    }

    private int account(Role role, boolean mustChange) {
        return Sight.HOUSE
                .see(() -> giveAccount.give(
                        town.qingshi, "唐某", role, role.keepsTheHouse() ? login : "", login, Town.PASSWORD, mustChange))
                .officer();
    }

    @Test
    void thePasswordOfTheDirectoryOpensAndTheHousesOwnDoesNot() {
        int officer = account(Role.OFFICER, true);
        assertThat(door.letIn(login, Town.PASSWORD)).isEmpty();
        Visitor visitor = Visitor.signedIn(port, login, THERE);
        assertThat(visitor.see("/matters").statusCode())
                .as("no password of ours to change")
                .isEqualTo(200);
        assertThat(rows.count(
                        "audit.line where what = 'session.opened' and officer_id = ? and data ->> 'by' = 'directory'",
                        officer))
                .isOne();
    }

    @Test
    void whoHasNoAccountHereStaysOutsideWhateverTheDirectorySays() {
        assertThat(door.letIn(login, THERE)).isEmpty();
    }

    @Test
    void whoKeepsTheHouseIsNotAskedForThere() {
        account(Role.SECURITY, false);
        assertThat(door.letIn(login, THERE)).isEmpty();
        assertThat(door.letIn(login, Town.PASSWORD)).isPresent();
    }

    @Test
    void nothingAndAWrongPasswordAreRefusedAndCounted() {
        int officer = account(Role.OFFICER, false);
        for (int i = 0; i < SignIn.ATTEMPTS; i++) {
            assertThat(door.letIn(login, i == 0 ? "" : "wrong-" + i)).isEmpty();
        }
        assertThat(door.letIn(login, THERE)).as("while locked").isEmpty();
        assertThat(rows.count("audit.line where what = 'account.locked' and about = ?", "officer/" + officer))
                .isOne();
    }

    @Test
    void aPasswordOfTheDirectoryIsNotChangedHere() {
        account(Role.OFFICER, false);
        SignedIn me = door.letIn(login, THERE).orElseThrow();
        assertThatThrownBy(() -> town.as(me, () -> changePassword.change(me, THERE, "lantern-bridge-rain-4")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.password.directory"));
        assertThat(town.as(me, () -> door.confirms(me, THERE))).isTrue();
    }

    @Test
    void whileTheDirectoryIsAwayPeopleAreToldAndNobodyIsLockedOut() {
        account(Role.OFFICER, false);
        server.shutDown(true);
        Visitor visitor = Visitor.stranger(port);
        visitor.see("/sign-in");
        for (int i = 0; i <= SignIn.ATTEMPTS; i++) {
            assertThat(visitor.send("/sign-in", "login", login, "password", THERE)
                            .headers()
                            .firstValue("Location")
                            .orElse(""))
                    .endsWith("/sign-in?away");
        }
        assertThat(visitor.see("/sign-in?away").body()).contains("统一目录");
        assertThat(rows.read("select failures from access.credential where login = ?", Integer.class, login))
                .isZero();
    }

    @Test
    void aDirectoryAcrossTheNetworkIsAskedUnderTlsOnly() {
        assertThatThrownBy(() -> Directory.at("ldap://directory.example", BASE, PATTERN))
                .isInstanceOf(CannotStartException.class);
        assertThatThrownBy(() -> Directory.at("ldaps://directory.example", BASE, "uid=login"))
                .isInstanceOf(CannotStartException.class);
        assertThat(Directory.at("ldaps://directory.example", BASE, PATTERN)).isNotNull();
    }
}
