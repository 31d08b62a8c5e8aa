package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoReaderTest {

    /** A lossless WebP of one pixel. */
    private static final byte[] WEBP = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif"})
    void aPhotoOfAnyUsualKindBecomesAJpegAndAThumbnail(String format) throws IOException {
        Photo photo = PhotoReader.read(file(leftRedRightBlue(1000, 500), format));

        assertThat(photo.full().width()).isEqualTo(1000);
        assertThat(photo.full().height()).isEqualTo(500);
        assertThat(photo.thumbnail().width()).isEqualTo(480);
        assertThat(photo.thumbnail().height()).isEqualTo(240);
        assertThat(photo.full().bytes()).startsWith(0xFF, 0xD8, 0xFF);
        assertThat(decoded(photo.full()).getWidth()).isEqualTo(1000);
        assertThat(isRed(decoded(photo.full()).getRGB(100, 250))).isTrue();
        assertThat(isBlue(decoded(photo.thumbnail()).getRGB(400, 120))).isTrue();
    }

    @Test
    void aWebpIsReadToo() {
        assertThat(PhotoReader.read(WEBP).full().width()).isEqualTo(1);
    }

    @Test
    void aLargePhotoIsMadeSmallerAndASmallOneIsNotMadeLarger() throws IOException {
        Photo large = PhotoReader.read(file(leftRedRightBlue(3000, 4500), "jpeg"));
        Photo small = PhotoReader.read(file(leftRedRightBlue(30, 20), "png"));

        assertThat(large.full().height()).isEqualTo(2048);
        assertThat(large.full().width()).isEqualTo(1365);
        assertThat(large.thumbnail().height()).isEqualTo(480);
        assertThat(small.full().width()).isEqualTo(30);
        assertThat(small.thumbnail().width()).isEqualTo(30);
    }

    @Test
    void isNamedByTheHashOfItsBytes() throws Exception {
        var full = PhotoReader.read(file(leftRedRightBlue(30, 20), "png")).full();

        assertThat(full.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(full.bytes())));
    }

    @Test
    void theSamePhotoGivesTheSameHash() throws IOException {
        byte[] file = file(leftRedRightBlue(300, 200), "jpeg");

        assertThat(PhotoReader.read(file).full().sha256())
                .isEqualTo(PhotoReader.read(file).full().sha256());
    }

    /** Where the red half is seen after the picture has been turned as its tag says. */
    @ParameterizedTest
    @CsvSource({"1, left", "2, right", "3, right", "4, left", "5, top", "6, top", "7, bottom", "8, bottom"})
    void aPhotoStandsUpright(int orientation, String redSide) throws IOException {
        byte[] file = withExif(file(leftRedRightBlue(400, 200), "jpeg"), orientation);

        BufferedImage upright = decoded(PhotoReader.read(file).full());

        boolean lies = upright.getWidth() == 400 && upright.getHeight() == 200;
        assertThat(lies).isEqualTo(orientation <= 4);
        int w = upright.getWidth();
        int h = upright.getHeight();
        int[] red = switch (redSide) {
            case "left" -> new int[] {w / 8, h / 2};
            case "right" -> new int[] {w * 7 / 8, h / 2};
            case "top" -> new int[] {w / 2, h / 8};
            default -> new int[] {w / 2, h * 7 / 8};
        };
        assertThat(isRed(upright.getRGB(red[0], red[1]))).isTrue();
        assertThat(isBlue(upright.getRGB(w - 1 - red[0], h - 1 - red[1]))).isTrue();
    }

    /** The corner tells mirrored from turned, which halves alone cannot. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1"})
    void theFirstCornerComesToLieWhereTheTagSays(int orientation, int right, int bottom) throws IOException {
        BufferedImage image = leftRedRightBlue(400, 200);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 40, 40);
        pen.dispose();

        BufferedImage upright = decoded(
                PhotoReader.read(withExif(file(image, "jpeg"), orientation)).full());

        int x = right == 1 ? upright.getWidth() - 15 : 15;
        int y = bottom == 1 ? upright.getHeight() - 15 : 15;
        assertThat(new Color(upright.getRGB(x, y)).getGreen()).isGreaterThan(200);
    }

    @Test
    void nothingOfTheFileButItsPixelsIsKept() throws IOException {
        byte[] tail = "PK\u0003\u0004<script>alert(1)</script><?php evil(); ?>".getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = joined(withExif(file(leftRedRightBlue(400, 200), "jpeg"), 6), tail);
        assertThat(text(file)).contains("Exif", "GPS-SECRET", "<script>", "PK\u0003\u0004");

        Photo photo = PhotoReader.read(file);

        assertThat(text(photo.full().bytes()) + text(photo.thumbnail().bytes()))
                .doesNotContain("Exif", "GPS-SECRET", "script", "PK\u0003\u0004", "php", "ICC_PROFILE");
    }

    @Test
    void transparencyBecomesWhite() throws IOException {
        var clear = new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB);

        var shown = decoded(PhotoReader.read(file(clear, "png")).full());

        assertThat(new Color(shown.getRGB(25, 25)).getGreen()).isGreaterThan(250);
    }

    @Test
    void aMovingGifStandsStillAtItsFirstFrame() throws IOException {
        Photo photo = PhotoReader.read(gif(leftRedRightBlue(100, 50), new BufferedImage(100, 50, 1)));

        assertThat(isRed(decoded(photo.full()).getRGB(10, 25))).isTrue();
    }

    @Test
    void aPrintersJpegInFourInksIsRead() throws IOException {
        Photo photo = PhotoReader.read(cmykJpeg(64, 32));

        assertThat(photo.full().width()).isEqualTo(64);
        assertThat(decoded(photo.full()).getColorModel().getNumComponents()).isEqualTo(3);
    }

    @Test
    void aBombIsRefusedBeforeItGoesOff() throws IOException {
        long started = System.nanoTime();
        var refused = refusal(pngClaiming(50_000, 50_000, 8, 2));

        assertThat(refused.key()).isEqualTo("refused.photo.pixels");
        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.args()).containsExactly(50_000, 50_000, 40);
        assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
    }

    @Test
    void deepColourMayHaveHalfThePixels() throws IOException {
        var refused = refusal(pngClaiming(6_000, 5_000, 16, 6));

        assertThat(refused.key()).isEqualTo("refused.photo.pixels");
        assertThat(refused.args()).containsExactly(6_000, 5_000, 20);
    }

    @Test
    void aJpegThatClaimsTooManyPixelsIsRefusedToo() throws IOException {
        byte[] jpeg = file(leftRedRightBlue(30, 20), "jpeg");
        int frame = text(jpeg).indexOf("\u00FF\u00C0");
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);

        assertThat(refusal(jpeg).key()).isEqualTo("refused.photo.pixels");
    }

    @Test
    void aJpegOfEndlessScansIsRefused() throws IOException {
        byte[] jpeg = file(leftRedRightBlue(30, 20), "jpeg");
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
        var bomb = new ByteArrayOutputStream();
        bomb.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 10_000; i++) {
            bomb.write(scan);
        }
        bomb.write(jpeg, jpeg.length - 2, 2);

        assertThat(refusal(bomb.toByteArray()).key()).isEqualTo("refused.photo.broken");
    }

    @Test
    void aFileOfTooManyBytesIsRefused() {
        var refused = refusal(new byte[PhotoReader.MOST_BYTES + 1]);

        assertThat(refused.key()).isEqualTo("refused.photo.bytes");
        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.args()).containsExactly(15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/> | kind",
                "<html><img src=x></html> | kind",
                "%PDF-1.7 | kind",
                "BM000000 | kind",
                "MZ | kind",
                "0000ftypheic0000 | heic",
                "0000ftypmif10000 | heic",
                "0000ftypavif0000 | kind"
            })
    void whatIsNoPhotoIsRefusedByItsContent(String content, String word) {
        assertThat(refusal(content.getBytes(StandardCharsets.ISO_8859_1)).key()).isEqualTo("refused.photo." + word);
    }

    @Test
    void nothingIsRefused() {
        assertThat(refusal(new byte[0]).key()).isEqualTo("refused.photo.empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void aPhotoThatDidNotArriveWholeIsRefused(String format) throws IOException {
        byte[] file = file(noise(300, 200), format);
        for (int length : new int[] {12, 30, file.length / 4, file.length / 2, file.length * 3 / 4}) {
            assertThat(refusal(Arrays.copyOf(file, length)).key())
                    .as("%d of %d bytes", length, file.length)
                    .isEqualTo("refused.photo.broken");
        }
    }

    /** Lossless decoding takes what is missing for zeros and would go on for minutes. */
    @Test
    @Timeout(20)
    void aWebpThatPromisesMoreThanItHoldsIsRefusedSoon() {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = WEBP.clone();
            random.nextBytes(damaged);
            System.arraycopy(WEBP, 0, damaged, 0, 21);
            try {
                assertThat(PhotoReader.read(damaged).full().bytes()).isNotEmpty();
            } catch (RefusedException expected) {
                assertThat(expected.key()).startsWith("refused.photo.");
            }
        }
    }

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElse() throws IOException {
        Random random = Soak.chance("damaged photos");
        byte[][] files = {file(noise(40, 30), "jpeg"), file(noise(40, 30), "png"), file(noise(40, 30), "gif"), WEBP};
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = files[random.nextInt(files.length)].clone();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PhotoReader.read(damaged).full().bytes()).isNotEmpty();
            } catch (RefusedException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void manyAtOnceAllGetTheirTurn() throws Exception {
        byte[] file = file(leftRedRightBlue(5000, 3000), "jpeg");
        try (var pool = Executors.newFixedThreadPool(8)) {
            Callable<Photo> read = () -> PhotoReader.read(file);
            var photos = pool.invokeAll(Stream.generate(() -> read).limit(8).toList());

            for (var photo : photos) {
                assertThat(photo.get().full().width()).isEqualTo(2048);
            }
        }
    }

    private static RefusedException refusal(byte[] file) {
        var refused = catchThrowableOfType(RefusedException.class, () -> PhotoReader.read(file));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static BufferedImage leftRedRightBlue(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width / 2, height);
        pen.setColor(Color.BLUE);
        pen.fillRect(width / 2, 0, width - width / 2, height);
        pen.dispose();
        return image;
    }

    private static BufferedImage noise(int width, int height) {
        var random = new Random(7);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return image;
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage decoded(Photo.Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    private static boolean isRed(int rgb) {
        var color = new Color(rgb);
        return color.getRed() > 200 && color.getBlue() < 60;
    }

    private static boolean isBlue(int rgb) {
        var color = new Color(rgb);
        return color.getBlue() > 200 && color.getRed() < 60;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Puts an EXIF block behind the start mark: orientation, and a GPS directory with a method name that is easy to look for. */
    private static byte[] withExif(byte[] jpeg, int orientation) {
        byte[] secret = "GPS-SECRET 38.3N 116.8E".getBytes(StandardCharsets.US_ASCII);
        var exif = ByteBuffer.allocate(6 + 8 + 2 + 24 + 4 + 2 + 12 + 4 + secret.length);
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        exif.putShort((short) 2);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(38);
        exif.putInt(0);
        exif.putShort((short) 1);
        exif.putShort((short) 27).putShort((short) 7).putInt(secret.length).putInt(56);
        exif.putInt(0).put(secret);
        var file = ByteBuffer.allocate(jpeg.length + 4 + exif.capacity());
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (exif.capacity() + 2));
        return file.put(exif.array()).put(jpeg, 2, jpeg.length - 2).array();
    }

    private static byte[] gif(BufferedImage... frames) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                writer.writeToSequence(new IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        }
        return bytes.toByteArray();
    }

    private static byte[] cmykJpeg(int width, int height) throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(0, width, height, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(inks, null, fourChannels(writer)), null);
        }
        return bytes.toByteArray();
    }

    private static IIOMetadata fourChannels(ImageWriter writer) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_4BYTE_ABGR), null);
        var root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
        metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
        return metadata;
    }

    /** A PNG of a few hundred bytes whose header speaks of very many pixels. */
    private static byte[] pngClaiming(int width, int height, int bits, int colors) throws IOException {
        var png = new ByteArrayOutputStream();
        png.write("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1));
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) bits, (byte) colors, 0, 0, 0})
                        .array());
        var deflater = new Deflater();
        deflater.setInput(new byte[100_000]);
        deflater.finish();
        byte[] packed = new byte[10_000];
        chunk(png, "IDAT", Arrays.copyOf(packed, deflater.deflate(packed)));
        deflater.end();
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        byte[] typed = joined(type.getBytes(StandardCharsets.US_ASCII), data);
        var crc = new CRC32();
        crc.update(typed);
        png.write(ByteBuffer.allocate(4).putInt(data.length).array());
        png.write(typed);
        png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
