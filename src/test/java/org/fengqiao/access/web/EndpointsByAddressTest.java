package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@InTheHouse
class EndpointsByAddressTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping finder;

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Test
    void theHouseFindsItsEndpointsByTheirShape() {
        assertThat(finder).isInstanceOf(EndpointsByAddress.class);
    }

    @Test
    void anAddressWrittenByCodesIsTheSameAddress() {
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/%6Datters/999999999").statusCode()).isEqualTo(404);
        assertThat(chen.see("/%72esidents/new").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongMethodIsToldAsSuchAndNotAsAMissingPage() {
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters/1/take").statusCode()).isEqualTo(405);
        assertThat(chen.see("/matters/1/take/").statusCode()).isEqualTo(404);
    }
}
