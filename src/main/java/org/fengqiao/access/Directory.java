package org.fengqiao.access;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.ldap.NamingException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.ldap.DefaultSpringSecurityContextSource;
import org.springframework.security.ldap.authentication.BindAuthenticator;
import org.springframework.stereotype.Component;

/**
 * The bureau's directory (LDAP), where {@code FENGQIAO_LDAP_URL} names one: it says whether a password is somebody's, and nothing more.
 * Accounts, roles and units are given here. The three who keep the house are not asked for there, so that whoever governs the directory
 * does not govern the house, and the house can be kept while the directory is away.
 */
@Component
class Directory {

    /** How long a directory may be silent, in milliseconds. */
    private static final String PATIENCE = "5000";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final @Nullable BindAuthenticator bind;

    /**
     * @param url {@code ldaps://directory.example:636}; empty for none
     * @param base where the people are, for example {@code dc=police,dc=example}
     * @param pattern name of a person below it, with {@code 0} in braces for the login
     */
    Directory(
            @Value("${fengqiao.ldap.url:}") String url,
            @Value("${fengqiao.ldap.base:}") String base,
            @Value("${fengqiao.ldap.user-dn-pattern:}") String pattern) {
        this.bind = url.isBlank() ? null : at(url.strip(), base.strip(), pattern.strip());
    }

    static BindAuthenticator at(String url, String base, String pattern) {
        URI where = URI.create(url);
        if (!"ldaps".equals(where.getScheme()) && !THIS_MACHINE.contains(String.valueOf(where.getHost()))) {
            throw new CannotStartException(
                    "FENGQIAO_LDAP_URL 须以 ldaps:// 开头：密码不能明文经过网络。",
                    "FENGQIAO_LDAP_URL has to begin with ldaps://: passwords do not cross the network in the open.");
        }
        if (!pattern.contains("{0}")) {
            throw new CannotStartException(
                    "FENGQIAO_LDAP_USER_DN_PATTERN 里要有 {0}，代表登录名，例如 uid={0},ou=people。",
                    "FENGQIAO_LDAP_USER_DN_PATTERN needs {0} for the login, such as uid={0},ou=people.");
        }
        DefaultSpringSecurityContextSource source = new DefaultSpringSecurityContextSource(List.of(url), base);
        source.setPooled(false);
        source.setBaseEnvironmentProperties(
                Map.of("com.sun.jndi.ldap.connect.timeout", PATIENCE, "com.sun.jndi.ldap.read.timeout", PATIENCE));
        source.afterPropertiesSet();
        BindAuthenticator bind = new BindAuthenticator(source);
        bind.setUserDnPatterns(new String[] {pattern});
        bind.setUserAttributes(new String[] {"objectClass"});
        return bind;
    }

    /** Whether there is one. */
    boolean isThere() {
        return bind != null;
    }

    /** Whether the passwords of this role are the directory's and not the house's own. */
    boolean answersFor(Role role) {
        return bind != null && !role.keepsTheHouse();
    }

    /**
     * Whether it is this person's password there.
     *
     * @throws RefusedException when the directory does not answer
     */
    boolean knows(String login, String password) {
        if (bind == null || password.isEmpty()) {
            return false;
        }
        try {
            bind.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(login, password));
            return true;
        } catch (AuthenticationException refused) {
            return false;
        } catch (NamingException away) {
            throw RefusedException.because(RefusedException.Reason.BUSY, "refused.directory");
        }
    }
}
