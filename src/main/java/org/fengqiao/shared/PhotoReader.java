package org.fengqiao.shared;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fengqiao.shared.Photo.Picture;
import org.fengqiao.shared.RefusedException.Reason;

/**
 * Turns what somebody uploaded as a photo into a {@link Photo}.
 *
 * <p>What the file is, is decided by its first bytes alone, never by its name or by what the sender claims: JPEG, PNG, WebP or the
 * first frame of a GIF. Only pixels are carried over into a new JPEG, so positions, serial numbers, comments, and whatever was hung on
 * behind the picture (scripts, archives) stay behind. Size in pixels is read from the header and judged before any pixel is
 * decoded. All photos being decoded at one time share a budget of pixels, so that many uploads at once make callers wait
 * and not the machine fail.
 */
public final class PhotoReader {

    /** Bytes a file may have: 15 MiB. */
    public static final int MOST_BYTES = 15 * 1024 * 1024;

    /** Pixels a picture may have: 40 million, with deep colour half as many. */
    public static final int MOST_PIXELS = 40_000_000;

    /** Longer edge of the full picture, in pixels. */
    public static final int LONGEST_EDGE = 2048;

    /** Longer edge of the thumbnail, in pixels. */
    public static final int THUMBNAIL_EDGE = 480;

    private static final float QUALITY = 0.85f;
    private static final int USUAL_BITS = 32;
    private static final int BUDGET_PERMITS = 100;
    private static final int SECONDS_TO_WAIT = 20;

    /** A progressive JPEG has about ten scans; thousands over one large picture keep a processor busy for hours. */
    private static final int MOST_SCANS = 100;

    private static final Semaphore BUDGET = new Semaphore(BUDGET_PERMITS, true);

    static {
        // Plugins are otherwise looked for with the class loader of whichever thread comes first.
        IIORegistry registry = IIORegistry.getDefaultInstance();
        registry.registerServiceProvider(new JPEGImageReaderSpi());
        registry.registerServiceProvider(new WebPImageReaderSpi());
    }

    private PhotoReader() {}

    /**
     * Reads a photo.
     *
     * @throws RefusedException {@code refused.photo.empty}; {@code .bytes} (argument: most MiB) and {@code .pixels} (arguments: width,
     *     height, most megapixels) with {@link Reason#TOO_LARGE}; {@code .heic}; {@code .kind} when it is no picture we take;
     *     {@code .broken} when it says it is one and cannot be read; {@code .busy} with {@link Reason#BUSY}
     */
    public static Photo read(byte[] file) {
        if (file.length == 0) {
            throw RefusedException.badInput("refused.photo.empty");
        }
        if (file.length > MOST_BYTES) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.photo.bytes", MOST_BYTES / 1024 / 1024);
        }
        Kind kind = Kind.of(file);
        if (kind == Kind.JPEG && !isWholeJpeg(file)) {
            throw broken();
        }
        try (ImageInputStream in = new PhotoFile(file)) {
            ImageReader reader =
                    ImageIO.getImageReadersByFormatName(kind.name()).next();
            try {
                reader.setInput(in, true, true);
                return read(reader, kind == Kind.JPEG ? orientation(file) : 1);
            } finally {
                reader.dispose();
            }
        } catch (RefusedException refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            // Decoders answer damaged input with every kind of exception.
            throw broken();
        }
    }

    private static Photo read(ImageReader reader, int orientation) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width < 1 || height < 1) {
            throw broken();
        }
        int bits = reader.getImageTypes(0).next().getColorModel().getPixelSize();
        // Deep colour (64 bits a pixel) takes twice the memory, so it may have half the pixels.
        long mostPixels = (long) MOST_PIXELS * USUAL_BITS / Math.max(USUAL_BITS, bits);
        long pixels = (long) width * height;
        if (pixels > mostPixels) {
            throw RefusedException.because(
                    Reason.TOO_LARGE, "refused.photo.pixels", width, height, (int) (mostPixels / 1_000_000));
        }
        int permits = Math.max(1, (int) (pixels * BUDGET_PERMITS / mostPixels));
        take(permits);
        try {
            BufferedImage full = upright(fitted(reader.read(0), LONGEST_EDGE), orientation);
            return new Photo(jpeg(full), jpeg(fitted(full, THUMBNAIL_EDGE)));
        } finally {
            BUDGET.release(permits);
        }
    }

    private static void take(int permits) {
        try {
            if (BUDGET.tryAcquire(permits, SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw RefusedException.because(Reason.BUSY, "refused.photo.busy");
    }

    private static RefusedException broken() {
        return RefusedException.badInput("refused.photo.broken");
    }

    private enum Kind {
        JPEG,
        PNG,
        GIF,
        WEBP;

        static Kind of(byte[] file) {
            if (has(file, 0, "\u00FF\u00D8\u00FF")) {
                return JPEG;
            }
            if (has(file, 0, "\u0089PNG\r\n\u001A\n")) {
                return PNG;
            }
            if (has(file, 0, "GIF87a") || has(file, 0, "GIF89a")) {
                return GIF;
            }
            if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) {
                return WEBP;
            }
            // heic, heix, heim, heis, hevc, hevx, mif1, msf1: what iPhones write unless told otherwise
            if (has(file, 4, "ftyphe") || has(file, 4, "ftypmif1") || has(file, 4, "ftypmsf1")) {
                throw RefusedException.badInput("refused.photo.heic");
            }
            throw RefusedException.badInput("refused.photo.kind");
        }

        private static boolean has(byte[] file, int at, String latin1) {
            byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
            return file.length >= at + magic.length
                    && Arrays.equals(file, at, at + magic.length, magic, 0, magic.length);
        }
    }

    /** Whether a JPEG reaches its end mark; decoders quietly paint the missing rest of a cut-off one grey. */
    private static boolean isWholeJpeg(byte[] file) {
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF && (file[at + 1] & 0xFF) != JPEG.SOS % 0x100) {
            boolean padding = (file[at + 1] & 0xFF) == 0xFF;
            at += padding ? 1 : 2 + (((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF));
        }
        int scans = 0;
        for (; at + 1 < file.length; at++) {
            if ((file[at] & 0xFF) != 0xFF) {
                continue;
            }
            int mark = file[at + 1] & 0xFF;
            if (mark == JPEG.SOS % 0x100 && ++scans > MOST_SCANS) {
                return false;
            }
            if (mark == JPEG.EOI % 0x100) {
                return scans > 0;
            }
        }
        return false;
    }

    /** How the camera was held: EXIF tag 274, 1 to 8; 1 when nothing sensible is said. */
    private static int orientation(byte[] file) {
        try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
            List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
            if (exif.isEmpty()) {
                return 1;
            }
            byte[] data = exif.getFirst().segmentData().readAllBytes();
            int mark = "Exif".length() + 2;
            try (ImageInputStream tiff = new ByteArrayImageInputStream(data, mark, data.length - mark)) {
                Entry entry = new TIFFReader().read(tiff).getEntryById(TIFF.TAG_ORIENTATION);
                return entry != null
                                && entry.getValue() instanceof Number held
                                && held.intValue() >= 1
                                && held.intValue() <= 8
                        ? held.intValue()
                        : 1;
            }
        } catch (IOException | RuntimeException unreadable) {
            return 1;
        }
    }

    /** Scaled down so that the longer edge fits, opaque, in sRGB. Halving first keeps fine patterns from turning into noise. */
    private static BufferedImage fitted(BufferedImage image, int edge) {
        BufferedImage now = image;
        double scale = Math.min(1, (double) edge / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        while (now.getWidth() > 2 * width && now.getHeight() > 2 * height) {
            now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
        }
        return drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        return drawn(
                image,
                width,
                height,
                AffineTransform.getScaleInstance(
                        (double) width / image.getWidth(), (double) height / image.getHeight()));
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform transform) {
        var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = drawn.createGraphics();
        try {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, width, height);
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.drawImage(image, transform, null);
        } finally {
            pen.dispose();
        }
        return drawn;
    }

    private static BufferedImage upright(BufferedImage image, int orientation) {
        int w = image.getWidth();
        int h = image.getHeight();
        // Each row of the matrix says where the picture's x and y go; see EXIF 2.32, table of tag 274.
        AffineTransform turn = switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
        if (turn.isIdentity()) {
            return image;
        }
        return orientation >= 5 ? drawn(image, h, w, turn) : drawn(image, w, h, turn);
    }

    private static Picture jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("JPEG").next();
        var bytes = new ByteArrayOutputStream(256 * 1024);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return new Picture(bytes.toByteArray(), image.getWidth(), image.getHeight());
    }
}
