package org.fengqiao.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerAddressTest {

    private final AnswerAddress addresses = new AnswerAddress(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://0.0.0.0:8080/",
                "http://10.0.0.8/x",
                "http://172.16.3.4/",
                "https://192.168.1.1/",
                "http://169.254.169.254/latest/",
                "http://100.64.0.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[fd00::1]/",
                "http://[fe80::1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://224.0.0.1/",
                "http://localhost/"
            })
    void nobodyCanMakeTheHouseCallIntoItsOwnNetwork(String address) {
        assertThatThrownBy(() -> addresses.require(address)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://example.com/", "file:///etc/passwd", "example.com", "http://u:p@example.com/", "http:///x"
            })
    void onlyAPlainWebAddressIsTaken(String address) {
        assertThatThrownBy(() -> addresses.require(address))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.bridge.address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://203.0.113.9/answers", "http://198.51.100.4:8443/a?b=c", ""})
    void anAddressOutsideIsTaken(String address) {
        assertThat(addresses.require(address)).isEqualTo(address);
    }
}
