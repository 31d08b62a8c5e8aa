package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * I3: whoever asks for a thing of another station, at any address that carries an id, is answered byte by byte like who asks for a thing
 * that does not exist.
 */
@InAHouseOfItsOwn
class I3_ForeignUrlsTest {

    private static final int ASKED = Soak.times(250, 10_000);

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
    }

    private record Asked(Endpoint endpoint, WholeHouse.Who who) {}

    @Test
    void aForeignThingAnswersLikeOneThatIsNotThere() {
        Random chance = Soak.chance("I3");
        List<Asked> all = new ArrayList<>();
        for (Endpoint endpoint : house.endpoints) {
            if (endpoint.path().contains("{") && !isForResidents(endpoint)) {
                Arrays.stream(WholeHouse.Who.values())
                        .filter(who -> endpoint.isForPrograms() == who.isProgram())
                        .forEach(who -> all.add(new Asked(endpoint, who)));
            }
        }
        Collections.shuffle(all, chance);
        List<String> told = new ArrayList<>();
        int compared = 0;
        int found = 0;
        for (int i = 0; i < ASKED; i++) {
            Asked asked = all.get(i % all.size());
            String foreign = house.path(asked.endpoint(), WholeHouse.Whose.OTHER, i >= all.size());
            String absent = absentLike(foreign);
            Visitor.Answer there = house.ask(asked.endpoint(), asked.who(), foreign);
            if (there.status() < 400) {
                found++; // who keeps the house keeps all of it: rights.csv names them
                continue;
            }
            Visitor.Answer nowhere = house.ask(asked.endpoint(), asked.who(), absent);
            compared++;
            if (!told(there).equals(told(nowhere))) {
                told.add(asked.who() + " " + asked.endpoint().method() + " " + foreign + ": " + told(there) + " <> "
                        + told(nowhere));
            }
        }
        System.out.printf("I3: %,d asked, %,d compared, %,d in sight by right%n", ASKED, compared, found);
        assertThat(told).isEmpty();
        assertThat(compared).as("answers compared").isGreaterThan(ASKED * 3 / 4);
    }

    /** Residents come with a code that lets them in; there is nothing foreign to them. */
    private static boolean isForResidents(Endpoint endpoint) {
        return endpoint.path().startsWith("/r/") || endpoint.path().startsWith("/t/");
    }

    /** The same address with an id of nobody in each place. */
    private static String absentLike(String path) {
        StringBuilder absent = new StringBuilder();
        for (String part : path.split("(?<=/)|(?=/)")) {
            absent.append(part.matches("[0-9]+") ? "999999999" : part);
        }
        return absent.toString();
    }

    /** Status, headers and body, without the numbers in them, what is new in every answer, and the moment. */
    static String told(Visitor.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "set-cookie", "content-length"));
        String all = answer.status() + "\n" + headers + "\n" + answer.body();
        all = all.replaceAll("[A-Za-z0-9_-]{70,}={0,2}", "token");
        return all.replaceAll("[0-9]+", "#");
    }
}
