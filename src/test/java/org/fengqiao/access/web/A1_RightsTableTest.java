package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * A1: every endpoint of the running house, asked for by everybody, for a thing of the own station, of another one and of nobody, answers
 * as {@code rights.csv} says. A new endpoint fails until its lines are written down and read by a person: the table as it is now is
 * printed to {@code target/rights.csv}.
 */
@InAHouseOfItsOwn
class A1_RightsTableTest {

    private static final Path WRITTEN = Path.of("src/test/resources/rights.csv");
    private static final Path ACTUAL = Path.of("target/rights.csv");

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
    }

    private record Line(String path, String method, WholeHouse.Who who) {}

    @Test
    void everyEndpointAnswersEverybodyAsTheTableSays() throws IOException {
        List<String> told = new ArrayList<>();
        Map<Line, String> actual = new LinkedHashMap<>();
        for (Endpoint endpoint : house.endpoints) {
            for (WholeHouse.Who who : comingTo(endpoint)) {
                actual.put(new Line(endpoint.path(), endpoint.method(), who), cells(endpoint, who, told));
            }
        }
        List<String> table = grouped(actual);
        Files.write(ACTUAL, table);
        if (Boolean.getBoolean("rights.print")) {
            table.forEach(System.out::println);
        }
        Map<Line, String> written = new LinkedHashMap<>();
        for (String line : Files.readAllLines(WRITTEN).stream().skip(1).toList()) {
            String[] cells = line.split(",");
            for (String who : cells[2].split("\\+")) {
                written.put(
                        new Line(cells[1], cells[0], WholeHouse.Who.valueOf(who)),
                        cells[3] + "," + cells[4] + "," + cells[5]);
            }
        }
        assertThat(actual).hasSizeGreaterThan(100);
        Set<String> differing = new TreeSet<>();
        actual.forEach((line, cells) -> {
            if (!cells.equals(written.get(line))) {
                differing.add(line + " answers " + cells + ", the table says " + written.get(line));
            }
        });
        written.keySet().stream()
                .filter(line -> !actual.containsKey(line))
                .forEach(line -> differing.add(line + " is gone"));
        assertThat(told)
                .as("answers that tell a thing of another station from one that does not exist")
                .isEmpty();
        assertThat(differing).isEmpty();
    }

    private static Set<WholeHouse.Who> comingTo(Endpoint endpoint) {
        if (endpoint.path().startsWith("/hooks/") || endpoint.path().equals("/sign-in")) {
            return EnumSet.of(WholeHouse.Who.STRANGER);
        }
        if (endpoint.path().startsWith("/api/")) {
            return EnumSet.of(
                    WholeHouse.Who.STRANGER,
                    WholeHouse.Who.OFFICER,
                    WholeHouse.Who.READS,
                    WholeHouse.Who.WRITES,
                    WholeHouse.Who.LISTS_GROUPS,
                    WholeHouse.Who.OF_AUXILIARY,
                    WholeHouse.Who.OF_PARTNER);
        }
        Set<WholeHouse.Who> all = EnumSet.allOf(WholeHouse.Who.class);
        all.removeIf(who -> who.isProgram() && who != WholeHouse.Who.WRITES);
        return all;
    }

    private String cells(Endpoint endpoint, WholeHouse.Who who, List<String> told) {
        if (endpoint.path().equals("/sign-out")) {
            return "302,-,-"; // everybody may leave; W5 does
        }
        if (!endpoint.path().contains("{")) {
            return status(house.ask(endpoint, who, house.path(endpoint, WholeHouse.Whose.OWN, false))) + ",-,-";
        }
        String absentPath = house.path(endpoint, WholeHouse.Whose.ABSENT, false);
        String otherPath = house.path(endpoint, WholeHouse.Whose.OTHER, false);
        Visitor.Answer absent = house.ask(endpoint, who, absentPath);
        boolean shut =
                Set.of(401, 403).contains(absent.status()) || status(absent).equals("door");
        Visitor.Answer other = house.ask(endpoint, who, otherPath);
        Visitor.Answer own =
                house.ask(endpoint, who, house.path(endpoint, WholeHouse.Whose.OWN, !shut && !endpoint.isSafe()));
        boolean forEverybody =
                endpoint.path().startsWith("/r/") || endpoint.path().startsWith("/t/");
        if (!forEverybody
                && other.status() >= 400
                && !same(other.body(), otherPath).equals(same(absent.body(), absentPath))) {
            told.add(who + " " + endpoint.method() + " " + otherPath + " and " + absentPath);
        }
        return status(own) + "," + status(other) + "," + status(absent);
    }

    /** The page without what differs anyway: the address asked for and the hidden token. */
    private static String same(String body, String path) {
        String known = body.replaceAll("[A-Za-z0-9_-]{70,}={0,2}", "token");
        for (String part : path.split("/")) {
            if (part.length() > 1
                    && part.chars().anyMatch(Character::isDigit)
                    && part.chars().anyMatch(Character::isLetter)) {
                known = known.replace(part, "#");
            }
        }
        return known.replaceAll("\\d+", "#");
    }

    private static String status(Visitor.Answer answer) {
        return answer.status() == 302
                        && answer.headers().firstValue("Location").orElse("").endsWith("/sign-in")
                ? "door"
                : String.valueOf(answer.status());
    }

    private static List<String> grouped(Map<Line, String> actual) {
        Map<String, Map<String, List<String>>> byEndpoint = new TreeMap<>();
        actual.forEach((line, cells) -> byEndpoint
                .computeIfAbsent(line.path() + "," + line.method(), endpoint -> new LinkedHashMap<>())
                .computeIfAbsent(cells, same -> new ArrayList<>())
                .add(line.who().name()));
        List<String> table = new ArrayList<>();
        table.add("method,path,who,own,other,absent");
        byEndpoint.forEach((endpoint, groups) -> groups.forEach((cells, who) -> {
            String[] parts = endpoint.split(",");
            table.add(parts[1] + "," + parts[0] + "," + who.stream().collect(Collectors.joining("+")) + "," + cells);
        }));
        return table;
    }
}
