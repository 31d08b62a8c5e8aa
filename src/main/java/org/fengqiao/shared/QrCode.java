package org.fengqiao.shared;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A QR code (GB/T 18284, ISO/IEC 18004) with medium error correction, so that it is still read from a worn poster, and the quiet zone of four
 * modules that the standard asks for.
 */
public final class QrCode {

    private static final int QUIET = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * The code of some words, usually a link.
     *
     * @throws RefusedException {@code refused.qr.empty}; {@code refused.qr.long} when it does not fit (about 2,300 bytes)
     */
    public static QrCode of(String words) {
        if (words.isEmpty()) {
            throw RefusedException.badInput("refused.qr.empty");
        }
        try {
            return new QrCode(
                    Encoder.encode(words, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                            .getMatrix());
        } catch (WriterException tooLong) {
            throw RefusedException.badInput("refused.qr.long");
        }
    }

    /** Modules along one side, the quiet zone included. */
    public int size() {
        return modules.getWidth() + 2 * QUIET;
    }

    /** A picture without script, style or outside reference, to be written into a page as it is; it takes the size of its place. */
    public String svg() {
        var path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); ) {
                int run = darkRun(x, y);
                if (run > 0) {
                    path.append('M').append(x + QUIET).append(' ').append(y + QUIET);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                }
                x += Math.max(1, run);
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
                <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path fill="#000" d="%2$s"/></svg>""".formatted(size(), path);
    }

    /**
     * The same as a PNG file.
     *
     * @param pixels edge wished for; the outcome is the largest whole multiple of the modules that fits, at least one pixel each
     */
    public byte[] png(int pixels) {
        int scale = Math.clamp(pixels / size(), 1, 64);
        var image = new BufferedImage(size() * scale, size() * scale, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, isDark(x / scale - QUIET, y / scale - QUIET) ? 0 : 0xFFFFFF);
            }
        }
        var file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing into memory", impossible);
        }
        return file.toByteArray();
    }

    private int darkRun(int x, int y) {
        int end = x;
        while (isDark(end, y)) {
            end++;
        }
        return end - x;
    }

    private boolean isDark(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }
}
