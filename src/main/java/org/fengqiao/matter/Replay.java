package org.fengqiao.matter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Lets the life of a matter happen again, line by line, and compares where it ends with the row. */
final class Replay {

    private final Matter row;
    private final Happenings happenings;

    Replay(Matter row, Happenings happenings) {
        this.row = row;
        this.happenings = happenings;
    }

    /** What is wrong with these lines and the row; nothing, when they agree. */
    List<BothLanguages> all(List<WrittenLine> lines) {
        if (lines.isEmpty()) {
            return List.of(new BothLanguages("没有台账", "there is no line in the ledger"));
        }
        List<BothLanguages> wrong = new ArrayList<>();
        Matter told = null;
        for (WrittenLine line : lines) {
            if (line.ahead()) {
                wrong.add(about(
                        line,
                        "写入它的事务在这个数据库里还没有发生",
                        "was written by a transaction that has not happened in this database yet"));
            }
            try {
                Happening happening = happenings.read(line.what(), line.data());
                if ((told == null) != (happening instanceof Happening.Opened)) {
                    wrong.add(about(
                            line,
                            "不在它该在的位置：第一条且只有第一条是登记",
                            "stands where it cannot: the first line, and only the first, opens a matter"));
                    return wrong;
                }
                if (told != null && told.unitId() != line.unitId()) {
                    wrong.add(about(line, "所属单位不对", "stands with a unit that did not answer for the matter then"));
                }
                told = told == null
                        ? opened((Happening.Opened) happening, line)
                        : told.after(happening, line.actor(), line.at());
            } catch (RefusedException impossible) {
                wrong.add(about(line, "在当时的阶段不可能发生", "could not happen at the stage the matter was at"));
                return wrong;
            } catch (IllegalStateException | JacksonException unreadable) {
                wrong.add(about(line, "读不懂", "cannot be read"));
                return wrong;
            }
        }
        compare(Objects.requireNonNull(told)).ifPresent(wrong::add);
        return wrong;
    }

    private static BothLanguages about(WrittenLine line, String chinese, String english) {
        return new BothLanguages(
                "台账第 %d 条（%s）%s".formatted(line.seq(), line.what(), chinese),
                "line %d of the ledger (%s) %s".formatted(line.seq(), line.what(), english));
    }

    /** The matter on its first day. What no line ever changes is taken from the row. */
    private Matter opened(Happening.Opened opened, WrittenLine line) {
        return new Matter(
                row.id(),
                line.unitId(),
                0,
                row.number(),
                opened.kind(),
                Urgency.valueOf(opened.urgency()),
                Stage.RECEIVED,
                null,
                opened.words(),
                row.place(),
                row.residentId(),
                opened.asker(),
                Way.valueOf(opened.way()),
                row.groupId(),
                row.bridgeId(),
                row.gridId(),
                0,
                null,
                null,
                null,
                0,
                row.tracking(),
                1,
                row.head(),
                false,
                row.openedAt(),
                null,
                null,
                null);
    }

    /** Names of what differs, never the words themselves: who runs the check may not be who may read matters. */
    private java.util.Optional<BothLanguages> compare(Matter told) {
        Map<BothLanguages, Boolean> same = new LinkedHashMap<>();
        same.put(new BothLanguages("阶段", "stage"), row.stage() == told.stage());
        same.put(new BothLanguages("并案前的阶段", "stage before the merge"), row.stageBefore() == told.stageBefore());
        same.put(new BothLanguages("单位", "unit"), row.unitId() == told.unitId());
        same.put(new BothLanguages("来自的单位", "unit it came from"), row.fromUnitId() == told.fromUnitId());
        same.put(new BothLanguages("承办人", "handler"), row.handlerId() == told.handlerId());
        same.put(new BothLanguages("版本", "version"), row.version() == told.version());
        same.put(new BothLanguages("类别", "kind"), row.kind().equals(told.kind()));
        same.put(new BothLanguages("紧急程度", "urgency"), row.urgency() == told.urgency());
        same.put(new BothLanguages("内容", "words"), row.words().equals(told.words()));
        same.put(new BothLanguages("提出人", "asker"), row.asker().equals(told.asker()));
        same.put(new BothLanguages("来路", "way"), row.way() == told.way());
        same.put(new BothLanguages("答复", "answer"), Objects.equals(row.answer(), told.answer()));
        same.put(new BothLanguages("是否解决", "settled"), Objects.equals(row.settled(), told.settled()));
        same.put(new BothLanguages("星级", "stars"), Objects.equals(row.stars(), told.stars()));
        same.put(new BothLanguages("并入的事项", "merged into"), row.mergedInto() == told.mergedInto());
        same.put(new BothLanguages("等待补充", "awaiting"), bothThere(row.awaitingSince(), told.awaitingSince()));
        same.put(new BothLanguages("答复时间", "answered at"), bothThere(row.answeredAt(), told.answeredAt()));
        same.put(new BothLanguages("办结时间", "closed at"), bothThere(row.closedAt(), told.closedAt()));
        List<BothLanguages> different = same.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
        if (different.isEmpty()) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(new BothLanguages(
                "与台账不符：" + different.stream().map(BothLanguages::chinese).collect(Collectors.joining("、")),
                "differs from its ledger in: "
                        + different.stream().map(BothLanguages::english).collect(Collectors.joining(", "))));
    }

    /** The clock of the program wrote one, the clock of the database the other; that there is one must agree. */
    private static boolean bothThere(@Nullable Object one, @Nullable Object other) {
        return (one == null) == (other == null);
    }
}
