package org.fengqiao.people;

import java.util.Comparator;
import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.springframework.stereotype.Component;

/**
 * The record of processing activities (个人信息处理活动记录, 个人信息保护法 §55–56), made of what every room declares about its own tables, so
 * that it is never older than the program.
 */
@Component
public class Processing {

    private final List<KeepsPersonalData> rooms;

    Processing(List<KeepsPersonalData> rooms) {
        this.rooms = rooms;
    }

    /** Every declaration, by whom it is about and by table. */
    public List<PersonalData> all() {
        return rooms.stream()
                .flatMap(room -> room.personalData().stream())
                .sorted(Comparator.comparing(PersonalData::whose).thenComparing(PersonalData::table))
                .toList();
    }
}
