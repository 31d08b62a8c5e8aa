package org.fengqiao.demo;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.channel.AddBridge;
import org.fengqiao.channel.Bridge;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.matter.Actor;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.KeeperPhones;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.NicknamePlace;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Founds the town: units, officers, grids, bridges, groups and residents. */
@Component
@Profile("demo")
class DemoPlaces {

    /** Everybody's password; the town is for looking around only. */
    static final String PASSWORD = "qingshi-demo-2026";

    static final int RESIDENTS = 500;

    /** The south-west corner of the town lies in a desert where nobody lives. */
    private static final double EAST = 88.50;

    private static final double NORTH = 39.50;
    private static final double CELL_EAST = 0.02;
    private static final double CELL_NORTH = 0.03;
    private static final int GRIDS_OF_STATION = 3;

    private final AddUnit addUnit;
    private final GiveAccount giveAccount;
    private final AddBridge addBridge;
    private final AddGroup addGroup;
    private final KeepResident keepResident;
    private final KeeperPhones keeperPhones;
    private final JdbcClient jdbc;

    DemoPlaces(
            AddUnit addUnit,
            GiveAccount giveAccount,
            AddBridge addBridge,
            AddGroup addGroup,
            KeepResident keepResident,
            KeeperPhones keeperPhones,
            JdbcClient jdbc) {
        this.addUnit = addUnit;
        this.giveAccount = giveAccount;
        this.addBridge = addBridge;
        this.addGroup = addGroup;
        this.keepResident = keepResident;
        this.keeperPhones = keeperPhones;
        this.jdbc = jdbc;
    }

    /** A resident with the name used in a group. */
    record Neighbour(long id, String name, String nickname) {}

    /** A chat group and who speaks in it. */
    record Group(int id, String name, String area, Place place, int grid, List<Neighbour> neighbours) {}

    /** A station with who works there and what it looks after. */
    record Station(int unit, String name, List<Actor> officers, List<Group> groups) {
        Actor chief() {
            return officers.stream()
                    .filter(officer -> officer.role() == Role.CHIEF)
                    .findFirst()
                    .orElseThrow();
        }

        /** Somebody who may decide. */
        Actor decides(int turn) {
            List<Actor> deciding = officers.stream()
                    .filter(officer -> officer.role() != Role.AUXILIARY)
                    .toList();
            return deciding.get(turn % deciding.size());
        }
    }

    /** The town as founded. */
    record Town(
            List<Station> stations,
            Map<String, Actor> people,
            Map<Integer, String> unitNames,
            Map<Integer, Integer> bridges) {
        Actor person(String login) {
            return Objects.requireNonNull(people.get(login), login);
        }

        /** The bridge of a unit, 0 when it has none. */
        int bridge(int unit) {
            return bridges.getOrDefault(unit, 0);
        }

        String nameOf(int unit) {
            return Objects.requireNonNull(unitNames.get(unit));
        }
    }

    Town found() {
        Random random = new Random(DemoTown.SEED);
        Map<String, Integer> units = new LinkedHashMap<>();
        Map<Integer, String> unitNames = new HashMap<>();
        for (List<String> line : Told.lines("units")) {
            int above = line.get(1).isEmpty() ? 0 : Objects.requireNonNull(units.get(line.get(1)));
            int unit = addUnit.add(above, Unit.Kind.valueOf(line.get(2)), line.get(3), line.get(0));
            jdbc.sql("update org.unit set longitude = ?, latitude = ? where id = ?")
                    .params(EAST + Double.parseDouble(line.get(4)), NORTH + Double.parseDouble(line.get(5)), unit)
                    .update();
            units.put(line.get(0), unit);
            unitNames.put(unit, line.get(3));
        }
        Map<String, Actor> people = new LinkedHashMap<>();
        Map<Integer, List<Actor>> atStation = new HashMap<>();
        for (List<String> line : Told.lines("officers")) {
            int unit = Objects.requireNonNull(units.get(line.get(1)));
            Role role = Role.valueOf(line.get(2));
            int id = giveAccount
                    .give(unit, line.get(3), role, line.get(4), line.get(0), PASSWORD, false)
                    .officer();
            Actor person = new Actor(Actor.By.OFFICER, id, line.get(3), role, unit, List.of(unit));
            people.put(line.get(0), person);
            if (role.worksAtDesk()) {
                atStation.computeIfAbsent(unit, station -> new ArrayList<>()).add(person);
            }
        }
        Map<Integer, List<Integer>> grids = grids(units, people);
        Map<Integer, Integer> bridges = new HashMap<>();
        for (String code : List.of("QSZ", "LLZ")) {
            int unit = Objects.requireNonNull(units.get(code));
            bridges.put(unit, addBridge.add(unit, Told.text("bridge." + code), Bridge.Opens.DESK, null));
        }
        List<Station> stations = new ArrayList<>();
        for (String code : List.of("QSZ", "HWZ", "LLZ")) {
            int unit = Objects.requireNonNull(units.get(code));
            List<Actor> officers = Objects.requireNonNull(atStation.get(unit));
            stations.add(new Station(
                    unit,
                    String.valueOf(unitNames.get(unit)),
                    officers,
                    groups(code, unit, stations.size(), officers, Objects.requireNonNull(grids.get(unit)), random)));
        }
        residents(stations, random);
        return new Town(stations, people, unitNames, bridges);
    }

    private Map<Integer, List<Integer>> grids(Map<String, Integer> units, Map<String, Actor> people) {
        Map<Integer, List<Integer>> grids = new HashMap<>();
        int column = 0;
        for (List<String> line : Told.lines("grids")) {
            int unit = Objects.requireNonNull(units.get(line.get(0)));
            int officer = Objects.requireNonNull(people.get(line.get(2))).id();
            int police = grid(unit, "POLICE", line.get(1), officer, "", area(column, 0, 2));
            grids.computeIfAbsent(unit, station -> new ArrayList<>()).add(police);
            for (int row = 0; row < 2; row++) {
                String name = Told.text("social", line.get(1), row + 1);
                grid(unit, "SOCIAL", name, 0, phone(9000 + column * 2 + row), area(column, row, row + 1));
            }
            column++;
        }
        return grids;
    }

    private int grid(int unit, String kind, String name, int officer, String keeperPhone, String area) {
        int grid = jdbc.sql("""
                        insert into org.grid (unit_id, kind, name, officer_id, keeper_name, area, door)
                        values (?, ?, ?, nullif(?, 0), ?, ?::jsonb, ?) returning id""")
                .params(unit, kind, name, officer, officer == 0 ? surname(name.hashCode()) : "", area, door())
                .query(Integer.class)
                .single();
        if (!keeperPhone.isEmpty()) {
            keeperPhones.keep(grid, PhoneNumber.of(keeperPhone));
        }
        return grid;
    }

    /** Neighbouring areas share their corners, so that none overlap and none leave a gap. */
    private static String area(int column, int bottom, int top) {
        List<String> ring = new ArrayList<>();
        for (int row = bottom; row <= top; row++) {
            ring.add(corner(column, row));
        }
        for (int row = top; row >= bottom; row--) {
            ring.add(corner(column + 1, row));
        }
        ring.add(ring.getFirst());
        return "{\"type\":\"Polygon\",\"coordinates\":[[" + String.join(",", ring) + "]]}";
    }

    private static String corner(int column, int row) {
        Random bend = new Random(column * 31L + row);
        return String.format(
                Locale.ROOT,
                "[%.5f,%.5f]",
                EAST + column * CELL_EAST + (bend.nextDouble() - 0.5) * 0.006,
                NORTH + row * CELL_NORTH + (bend.nextDouble() - 0.5) * 0.008);
    }

    private List<Group> groups(
            String code, int unit, int station, List<Actor> officers, List<Integer> grids, Random random) {
        List<Group> groups = new ArrayList<>();
        for (List<String> line : Told.lines("groups")) {
            if (!line.get(0).equals(code)) {
                continue;
            }
            int n = groups.size();
            int column = n % GRIDS_OF_STATION;
            Actor owner = officers.get(n % officers.size());
            int grid = grids.get(column);
            int id = addGroup.add(
                    unit,
                    GroupFacts.of(line.get(1), line.get(2))
                            .ownedBy(owner.id())
                            .inGrid(grid)
                            .of(40 + random.nextInt(440)));
            Place place = new Place(
                    line.get(2),
                    EAST + (station * GRIDS_OF_STATION + column + 0.25 + random.nextDouble() * 0.5) * CELL_EAST,
                    NORTH + (0.3 + random.nextDouble() * 1.4) * CELL_NORTH);
            groups.add(new Group(id, line.get(1), line.get(2), place, grid, new ArrayList<>()));
        }
        return groups;
    }

    private void residents(List<Station> stations, Random random) {
        Map<String, List<String>> names = Told.byKind("names");
        String given = Objects.requireNonNull(names.get("GIVEN")).getFirst();
        List<String> streets = Objects.requireNonNull(names.get("STREET"));
        List<String> fancies = Objects.requireNonNull(names.get("NICKNAME"));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < RESIDENTS; i++) {
            Station station = stations.get(i % stations.size());
            Group group = station.groups().get(random.nextInt(station.groups().size()));
            String surname = surname(random.nextInt());
            String name = surname + at(given, random) + (random.nextInt(3) == 0 ? "" : at(given, random));
            String nickname = nickname(surname, fancies, random);
            boolean speaks = i % 5 != 4 && taken.add(group.id() + nickname);
            NewResident told = NewResident.of(name, PhoneNumber.of(phone(i)))
                    .living(Told.text(
                            "building",
                            streets.get(random.nextInt(streets.size())),
                            1 + random.nextInt(20),
                            1 + random.nextInt(4),
                            101 + 100 * random.nextInt(6) + random.nextInt(2)));
            long id = keepResident.keep(
                    station.unit(), speaks ? told.called(NicknamePlace.inGroup(group.id()), nickname) : told);
            if (speaks) {
                group.neighbours().add(new Neighbour(id, name, nickname));
            }
        }
    }

    private static String nickname(String surname, List<String> fancies, Random random) {
        String called = Told.text(List.of("elder", "aunt", "uncle").get(random.nextInt(3)), surname);
        return switch (random.nextInt(4)) {
            case 0 -> fancies.get(random.nextInt(fancies.size()));
            case 1 -> called;
            default -> Told.text("neighbour", 1 + random.nextInt(20), called);
        };
    }

    private static String surname(int turn) {
        String surnames =
                Objects.requireNonNull(Told.byKind("names").get("SURNAME")).getFirst();
        return String.valueOf(surnames.charAt(Math.floorMod(turn, surnames.length())));
    }

    private static String at(String characters, Random random) {
        return String.valueOf(characters.charAt(random.nextInt(characters.length())));
    }

    /** Numbers beginning with 199 0000 belong to nobody. */
    private static String phone(int n) {
        return "1990000%04d".formatted(n);
    }

    private static String door() {
        SecureRandom random = new SecureRandom();
        StringBuilder door = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            door.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(random.nextInt(32)));
        }
        return door.toString();
    }
}
