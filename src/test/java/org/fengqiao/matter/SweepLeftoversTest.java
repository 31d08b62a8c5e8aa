package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fengqiao.database.DataFolder;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class SweepLeftoversTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    AttachPhotos attachPhotos;

    @Autowired
    SweepLeftovers sweepLeftovers;

    @Autowired
    DataFolder data;

    private static byte[] photo(int width) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 33, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        return out.toByteArray();
    }

    private Set<Path> files() throws IOException {
        Path folder = data.root().resolve("files");
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    /** The files of an upload that comes to nothing. */
    private Set<Path> leftBy(byte[] photo) throws IOException {
        Set<Path> before = files();
        attachPhotos.ready(List.of(photo));
        Set<Path> left = files();
        left.removeAll(before);
        assertThat(left).isNotEmpty();
        return left;
    }

    private static void twoDaysAgo(Set<Path> files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
    }

    @Test
    void whatAnUploadLeftBehindIsSweptAwayAfterADay() throws IOException {
        Set<Path> left = leftBy(photo(301));
        sweepLeftovers.sweep();
        assertThat(left).as("it may still be under way").allMatch(Files::exists);
        twoDaysAgo(left);
        sweepLeftovers.sweep();
        assertThat(left).noneMatch(Files::exists);
    }

    @Test
    void aPhotoOfAMatterIsNeverSweptAway() throws IOException {
        long matter = matter();
        Set<Path> before = files();
        town.as(town.chen, () -> attachPhotos.attach(matter, List.of(bytes(302))));
        Set<Path> kept = files();
        kept.removeAll(before);
        twoDaysAgo(kept);
        sweepLeftovers.sweep();
        assertThat(kept).isNotEmpty().allMatch(Files::exists);
    }

    @Test
    void anOldLeftoverThatIsUploadedAgainIsKeptForItsMatter() throws IOException {
        byte[] photo = photo(303);
        Set<Path> left = leftBy(photo);
        twoDaysAgo(left);
        AttachPhotos.Ready again = attachPhotos.ready(List.of(photo));
        sweepLeftovers.sweep();
        long matter = matter();
        town.as(town.chen, () -> attachPhotos.attach(matter, again));
        assertThat(left).allMatch(Files::exists);
    }

    @Test
    void anUnfinishedFileOfACrashIsSweptAway() throws IOException {
        Path folder = Files.createDirectories(data.root().resolve("files/ab/cd"));
        Path unfinished = Files.createTempFile(folder, ".", ".part");
        twoDaysAgo(Set.of(unfinished));
        sweepLeftovers.sweep();
        assertThat(unfinished).doesNotExist();
    }

    private long matter() {
        return town.as(
                        town.chen,
                        () -> openMatter.open(
                                NewMatter.of(town.qingshi, "HAZARD", "井盖松了", Way.DESK), Town.actor(town.chen)))
                .id();
    }

    private static byte[] bytes(int width) {
        try {
            return photo(width);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
