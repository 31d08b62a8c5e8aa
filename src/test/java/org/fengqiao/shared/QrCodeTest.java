package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrCodeTest {

    private static final String LINK = "https://fengqiao.example/r/k7Qm2x?组=3";

    @Test
    void theFileIsReadBackAsTheSameWords() throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrCode.of(LINK).png(300)));

        assertThat(image.getWidth()).isLessThanOrEqualTo(300).isGreaterThan(200);
        assertThat(read(image)).isEqualTo(LINK);
    }

    @Test
    void thePictureInAPageIsReadBackAsTheSameWords() throws Exception {
        QrCode code = QrCode.of(LINK);
        var image = new BufferedImage(code.size() * 4, code.size() * 4, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.setColor(java.awt.Color.BLACK);
        var runs = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(code.svg());
        while (runs.find()) {
            int x = Integer.parseInt(runs.group(1));
            int y = Integer.parseInt(runs.group(2));
            pen.fillRect(x * 4, y * 4, Integer.parseInt(runs.group(3)) * 4, 4);
        }
        pen.dispose();

        assertThat(read(image)).isEqualTo(LINK);
    }

    @Test
    void thePictureInAPageNeedsNothingThatAStrictPolicyForbids() {
        assertThat(QrCode.of("\"><script>alert(1)</script>").svg())
                .startsWith("<svg ")
                .endsWith("</svg>")
                .doesNotContain("script", "style", "href", "url(", "onload", "alert");
    }

    @Test
    void whatCannotBeACodeIsRefused() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> QrCode.of(""))
                        .key())
                .isEqualTo("refused.qr.empty");
        assertThat(catchThrowableOfType(RefusedException.class, () -> QrCode.of("x".repeat(3_000)))
                        .key())
                .isEqualTo("refused.qr.long");
    }

    private static String read(BufferedImage image) throws Exception {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
