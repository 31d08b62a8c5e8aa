package org.fengqiao;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The house. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class Fengqiao {

    /** Opens the house; with the name of a command ({@code fsck}, {@code verify}, {@code backup}, {@code rotate-keys} …) does only that. */
    public static void main(String[] args) {
        speakChinese();
        closeWithLauncher();
        switch (Stream.of(args)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("")) {
            case "fsck" -> System.exit(Fsck.run(args));
            case "verify" -> System.exit(Verify.run(args));
            case "checkpoint" -> System.exit(Verify.checkpoint(args));
            case AtTerminal.BACKUP -> System.exit(AtTerminal.backup(args));
            case AtTerminal.RESTORE -> System.exit(AtTerminal.restore(args));
            case FengqiaoRotatesKeys.COMMAND -> System.exit(FengqiaoRotatesKeys.run(args));
            default -> SpringApplication.run(Fengqiao.class, args);
        }
    }

    /** Dates and years are those of China, wherever the machine stands. */
    @Bean
    Clock clock() {
        return Clock.system(ZoneId.of("Asia/Shanghai"));
    }

    /** A terminal that names no language (a bare container, a service) would show question marks. */
    private static void speakChinese() {
        String encoding = System.getProperty("stdout.encoding", "UTF-8");
        if (Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode('枫')) {
            return;
        }
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** Where an older Java handed over to this one, and is killed without a chance to pass that on, the house closes too. */
    @SuppressWarnings("FutureReturnValueIgnored") // what ends the process has nobody left to tell
    private static void closeWithLauncher() {
        String launcher = System.getProperty("fengqiao.launcher");
        if (launcher != null) {
            ProcessHandle.of(Long.parseLong(launcher))
                    .ifPresentOrElse(
                            process -> process.onExit().thenRun(() -> System.exit(143)), () -> System.exit(143));
        }
    }
}
