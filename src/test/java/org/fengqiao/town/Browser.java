package org.fengqiao.town;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.fengqiao.access.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/**
 * A real Chromium in front of the running house: found by {@code FENGQIAO_CHROMIUM} or where systems usually keep it, and installed
 * from the system's own packages where root may. Every {@link Window} is a person of its own, without the cookies of the others.
 */
@TestComponent
public class Browser {

    private static final List<String> USUAL_PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/snap/bin/chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
            "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe");

    private final Environment environment;
    private @Nullable Playwright playwright;
    private com.microsoft.playwright.@Nullable Browser chromium;

    Browser(Environment environment) {
        this.environment = environment;
    }

    /** A phone: 390 × 844, by touch. */
    public Window phone() {
        return window(390, 844, ColorScheme.LIGHT);
    }

    /** A desktop: 1440 × 900. */
    public Window desktop() {
        return window(1440, 900, ColorScheme.LIGHT);
    }

    /** A window of any size and scheme. */
    public Window window(int width, int height, ColorScheme scheme) {
        com.microsoft.playwright.Browser.NewContextOptions options =
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setHasTouch(width < 600)
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setBaseURL("http://localhost:" + environment.getRequiredProperty("local.server.port"));
        return new Window(started().newContext(options));
    }

    private com.microsoft.playwright.Browser started() {
        com.microsoft.playwright.Browser running = chromium;
        if (running == null) {
            Playwright driver = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            playwright = driver;
            running = driver.chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(List.of("--no-sandbox", "--headless")));
            chromium = running;
        }
        return running;
    }

    private static Path executable() {
        return found().or(Browser::installed)
                .orElseThrow(() -> new IllegalStateException(
                        "No Chromium found. Install it (Debian and Ubuntu: apt install chromium fonts-noto-cjk; Mac and Windows: Google Chrome"
                                + " or Edge) or let FENGQIAO_CHROMIUM point to the program."));
    }

    private static Optional<Path> found() {
        String chosen = System.getenv("FENGQIAO_CHROMIUM");
        return Stream.concat(Stream.ofNullable(chosen), USUAL_PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where the machine lets us: as root on Debian and Ubuntu. */
    private static Optional<Path> installed() {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        try {
            for (List<String> step : List.of(
                    List.of("apt-get", "update", "-qq"),
                    List.of(
                            "apt-get",
                            "install",
                            "-y",
                            "-qq",
                            "--no-install-recommends",
                            "chromium",
                            "fonts-noto-cjk"))) {
                new ProcessBuilder(step)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        } catch (IOException notHere) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return found();
    }

    @PreDestroy
    void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** One person's browser window; close it at the end of the test. */
    public static final class Window implements AutoCloseable {

        private final BrowserContext context;
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private Window(BrowserContext context) {
            this.context = context;
            context.setDefaultTimeout(15_000);
            context.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    note(message.text());
                }
            });
            context.onWebError(error -> note(error.error()));
        }

        private void note(String complaint) {
            if (!complaint.startsWith("Failed to load resource")
                    && !complaint.startsWith("Response Status Error Code")) {
                complaints.add(complaint);
            }
        }

        /** A new tab of nobody. */
        public Page tab() {
            return context.newPage();
        }

        /** Signs in through the page with {@link Town#PASSWORD}; the tab then shows {@code /}. */
        public Page signedIn(SignedIn who) {
            Page tab = tab();
            tab.navigate("/sign-in");
            tab.locator("#login").fill(who.login());
            tab.locator("#password").fill(Town.PASSWORD);
            tab.locator("main button[type=submit]").click();
            tab.waitForURL(url -> !url.contains("/sign-in"));
            return tab;
        }

        /**
         * What the browser complained about so far: errors of scripts, violations of the content security policy. That an answer was a
         * refusal is no complaint.
         */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** The window as Playwright knows it. */
        public BrowserContext context() {
            return context;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
