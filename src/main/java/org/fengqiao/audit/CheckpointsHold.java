package org.fengqiao.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Look;
import org.fengqiao.database.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All checkpoints are there, whole, signed and in a row, and every line they name still stands. */
@Component
class CheckpointsHold implements ProvesHistory {

    private static final int AT_ONCE = 1_000;

    private final CheckpointFolders folders;
    private final CheckpointKey key;
    private final List<KeepsChains> rooms;
    private final JdbcClient jdbc;

    CheckpointsHold(
            DataFolder data,
            @Value("${fengqiao.checkpoints:}") String second,
            Secrets secrets,
            List<KeepsChains> rooms,
            JdbcClient jdbc) {
        this.folders = new CheckpointFolders(data, second);
        this.key = new CheckpointKey(secrets);
        this.rooms = rooms;
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("检查点完好，所记的每一条都还在", "checkpoints are whole and what they name still stands");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "检查点之后有人改写了台账或审计记录，或动过检查点文件。请用保存在别处的检查点和备份核对。",
                "Somebody rewrote the ledger or the audit trail after a checkpoint, or changed the checkpoints. Compare with the checkpoints and backups kept elsewhere.");
    }

    @Override
    public void look(Look look) {
        List<Map<Integer, Path>> copies = folders.all().stream()
                .<Map<Integer, Path>>map(CheckpointFolders::in)
                .toList();
        TreeMap<Integer, List<Path>> files = new TreeMap<>();
        copies.forEach(folder -> folder.forEach((number, file) ->
                files.computeIfAbsent(number, any -> new ArrayList<>()).add(file)));
        int last = Math.max(Checkpoints.told(jdbc), files.isEmpty() ? 0 : files.lastKey());
        if (last == 0) {
            look.hints(
                    "还没有检查点：最新的台账被截去时无从发现",
                    "there is no checkpoint yet: nobody could tell whether the newest lines were cut off");
        }
        Seal former = Seal.NONE;
        for (int number = 1; number <= last; number++) {
            List<Path> same = files.getOrDefault(number, List.of());
            if (!copies.getFirst().containsKey(number)) {
                look.finds("检查点 %d 不见了".formatted(number), "checkpoint %d is missing".formatted(number));
            }
            if (same.size() > 1 && differ(same)) {
                look.finds(
                        "检查点 %d 的两份副本不同".formatted(number), "the two copies of checkpoint %d differ".formatted(number));
            }
            for (Path file : same) {
                Checkpoint checkpoint = read(file, look);
                if (!checkpoint.whole()) {
                    look.finds(
                            "检查点 %d 被改动过，或不是这里签的：%s".formatted(number, file),
                            "checkpoint %d was changed, or not signed here: %s".formatted(number, file));
                } else if (number > 1
                        && files.containsKey(number - 1)
                        && !checkpoint.former().equals(former)) {
                    look.finds(
                            "检查点 %d 接不上前一份：%s".formatted(number, file),
                            "checkpoint %d does not follow the one before: %s".formatted(number, file));
                }
            }
            if (!same.isEmpty()) {
                former = read(same.getLast()).seal();
            }
        }
    }

    private static boolean differ(List<Path> same) {
        try {
            return Files.mismatch(same.get(0), same.get(1)) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Checkpoint read(Path file) {
        try {
            return Checkpoint.read(file, key, (kind, head) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Checkpoint read(Path file, Look look) {
        Map<String, List<KeepsChains.Head>> waiting = new HashMap<>();
        String name = file.getFileName().toString();
        try {
            Checkpoint checkpoint = Checkpoint.read(file, key, (kind, head) -> {
                List<KeepsChains.Head> some = waiting.computeIfAbsent(kind, any -> new ArrayList<>());
                some.add(head);
                if (some.size() == AT_ONCE) {
                    compare(kind, some, name, look);
                    some.clear();
                }
            });
            waiting.forEach((kind, some) -> compare(kind, some, name, look));
            return checkpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String kind, List<KeepsChains.Head> heads, String file, Look look) {
        look.saw(heads.size());
        for (KeepsChains room : rooms) {
            if (!room.kind().equals(kind)) {
                continue;
            }
            Set<KeepsChains.Head> standing = room.heads().standing(heads);
            for (KeepsChains.Head head : heads) {
                if (!standing.contains(head)) {
                    BothLanguages chain = room.name(head.chain());
                    look.finds(
                            "%s：第 %d 条与 %s 所记的不符，或已不在".formatted(chain.chinese(), head.n(), file),
                            "%s: line %d is not the one that %s names, or is gone"
                                    .formatted(chain.english(), head.n(), file));
                }
            }
        }
    }
}
