package org.fengqiao.access;

import org.fengqiao.database.Sight;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** On a house without anybody: one unit at the top and one system administrator, whose one-time password is printed once. */
@Component
@Order(0)
class FirstAdministrator implements ApplicationRunner {

    private final JdbcClient jdbc;
    private final AddUnit addUnit;
    private final GiveAccount giveAccount;
    private final TransactionTemplate transaction;

    FirstAdministrator(JdbcClient jdbc, AddUnit addUnit, GiveAccount giveAccount, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.addUnit = addUnit;
        this.giveAccount = giveAccount;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Sight.HOUSE.seeing(() -> transaction.executeWithoutResult(status -> {
            if (jdbc.sql("select 1 from access.credential limit 1")
                    .query(Integer.class)
                    .optional()
                    .isPresent()) {
                return;
            }
            int top = addUnit.add(0, Unit.Kind.COUNTY, "县公安局", "XJ");
            GiveAccount.Given given = giveAccount.give(top, "系统管理员", Role.ADMINISTRATOR, "SYS-1", "admin");
            System.out.printf(
                    "%n  首次启动，已建立系统管理员账号（密码只显示这一次，登录后请立即修改）：%n  First start. The system administrator, password shown only this once:%n%n      登录名 / name:     %s%n      一次性密码 / one-time password: %s%n%n  登录后先开通第一个安全管理员的账号（须是另一个人）；此后所有账号都由安全管理员开通。%n  Sign in and give the first security administrator (another person) an account; from then on accounts come from there.%n%n",
                    given.login(), given.password());
        }));
    }
}
