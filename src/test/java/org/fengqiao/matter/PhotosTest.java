package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class PhotosTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    AttachPhotos attachPhotos;

    @Autowired
    ShowPhoto showPhoto;

    @Autowired
    AddNote addNote;

    @Autowired
    DataFolder data;

    @LocalServerPort
    int port;

    private OpenMatter.Opened brokenLamp() {
        return town.as(
                town.chen,
                () -> openMatter.open(NewMatter.of(town.qingshi, "HAZARD", "巷口路灯坏了", Way.DESK), Town.actor(town.chen)));
    }

    private static byte[] photo(int width, int height, Color color) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(color);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] jpeg = out.toByteArray();
        byte[] secret = "Exif\0\0GPS 38.31N 116.84E".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream withExif = new ByteArrayOutputStream();
        withExif.write(jpeg, 0, 2);
        withExif.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (secret.length + 2)});
        withExif.writeBytes(secret);
        withExif.write(jpeg, 2, jpeg.length - 2);
        return withExif.toByteArray();
    }

    @Test
    void aPhotoIsShownWithoutThePositionHiddenInItsFile() throws IOException {
        OpenMatter.Opened lamp = brokenLamp();
        byte[] uploaded = photo(1200, 600, Color.ORANGE);
        assertThat(new String(uploaded, StandardCharsets.ISO_8859_1)).contains("GPS 38.31N");
        List<Long> ids = town.as(town.chen, () -> attachPhotos.attach(lamp.id(), List.of(uploaded)));
        Visitor chen = Visitor.signedIn(port, town.chen);
        HttpResponse<byte[]> full = chen.fetch("/matters/%d/photos/%d".formatted(lamp.id(), ids.getFirst()));
        assertThat(full.statusCode()).isEqualTo(200);
        assertThat(full.headers().map())
                .containsEntry("Content-Type", List.of("image/jpeg"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("Content-Security-Policy", List.of("default-src 'none'; sandbox"));
        assertThat(full.headers().firstValue("Cache-Control").orElseThrow()).contains("private");
        assertThat(new String(full.body(), StandardCharsets.ISO_8859_1)).doesNotContain("GPS", "Exif");
        HttpResponse<byte[]> small =
                chen.fetch("/matters/%d/photos/%d?size=small".formatted(lamp.id(), ids.getFirst()));
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(small.body()));
        assertThat(shown.getWidth()).isEqualTo(480);
        assertThat(shown.getHeight()).isEqualTo(240);
    }

    @Test
    void anotherStationCannotTellAPhotoFromNone() {
        OpenMatter.Opened lamp = brokenLamp();
        long id = town.as(town.chen, () -> attachPhotos.attach(lamp.id(), List.of(photo(40, 40, Color.RED))))
                .getFirst();
        Visitor wu = Visitor.signedIn(port, town.wu);
        HttpResponse<String> foreign = wu.see("/matters/%d/photos/%d".formatted(lamp.id(), id));
        HttpResponse<String> absent = wu.see("/matters/%d/photos/%d".formatted(lamp.id(), Long.MAX_VALUE));
        assertThat(foreign.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
        assertThat(words(foreign)).isEqualTo(words(absent));
        assertThatThrownBy(() ->
                        town.as(town.wu, () -> attachPhotos.attach(lamp.id(), List.of(photo(40, 40, Color.RED)))))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.matter.absent"));
        assertThat(Visitor.stranger(port)
                        .see("/matters/%d/photos/%d".formatted(lamp.id(), id))
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("/sign-in");
    }

    private static String words(HttpResponse<String> page) {
        return page.body().replaceAll("(?s)^.*<main", "").replaceAll("(?s)</main>.*$", "");
    }

    @Test
    void theSamePhotoIsKeptOnceHoweverOftenItComes() throws IOException {
        OpenMatter.Opened lamp = brokenLamp();
        byte[] picture = photo(123, 77, Color.MAGENTA);
        town.as(town.chen, () -> attachPhotos.attach(lamp.id(), List.of(picture)));
        long before = files();
        List<Long> again = town.as(town.chen, () -> attachPhotos.attach(lamp.id(), List.of(picture, picture)));
        assertThat(again).hasSize(2).doesNotHaveDuplicates();
        assertThat(files()).isEqualTo(before);
        assertThat(town.as(town.chen, () -> showPhoto.of(lamp.id()))).hasSize(3);
    }

    private long files() throws IOException {
        Path folder = data.root().resolve("files");
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aRefusedNoteLeavesNoPhotoBehind() {
        OpenMatter.Opened lamp = brokenLamp();
        assertThatThrownBy(() -> town.as(
                        town.chen,
                        () -> attachPhotos.attach(
                                lamp.id(),
                                List.of(photo(50, 50, Color.CYAN)),
                                photos -> addNote.note(lamp.id(), 99, Town.actor(town.chen), "看过了", photos))))
                .isInstanceOf(RefusedException.class);
        assertThat(town.as(town.chen, () -> showPhoto.of(lamp.id()))).isEmpty();
    }

    @Test
    void aResidentAddsAndSeesPhotosByTheTrackingCodeOnly() {
        OpenMatter.Opened lamp = brokenLamp();
        OpenMatter.Opened other = brokenLamp();
        List<Long> ids = Sight.tracking(lamp.tracking())
                .see(() -> attachPhotos.attach(lamp.id(), List.of(photo(60, 60, Color.PINK))));
        assertThat(Sight.tracking(lamp.tracking())
                        .see(() -> showPhoto.show(lamp.id(), ids.getFirst(), ShowPhoto.Size.FULL)))
                .isNotEmpty();
        assertThatThrownBy(() -> Sight.tracking(other.tracking())
                        .see(() -> showPhoto.show(lamp.id(), ids.getFirst(), ShowPhoto.Size.FULL)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aTenthPhotoAtOnceIsRefused() {
        OpenMatter.Opened lamp = brokenLamp();
        List<byte[]> ten = Collections.nCopies(10, photo(30, 30, Color.GRAY));
        assertThatThrownBy(() -> town.as(town.chen, () -> attachPhotos.attach(lamp.id(), ten)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.photo.many"));
    }
}
