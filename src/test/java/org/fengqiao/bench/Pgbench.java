package org.fengqiao.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL alone reaches on this machine at this moment, by its own tool {@code pgbench}. */
final class Pgbench {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private Pgbench() {}

    /** Transactions per second of a script, NaN when the tool is missing. */
    static double perSecond(RunningHouse house, int clients, int seconds, String script)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("bench", ".sql");
        try {
            Files.writeString(file, script);
            ProcessBuilder builder = new ProcessBuilder(
                            "pgbench",
                            "-n",
                            "-M",
                            "prepared",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(house.postgresPort()),
                            "-U",
                            "fengqiao",
                            "-c",
                            Integer.toString(clients),
                            "-j",
                            "2",
                            "-T",
                            Integer.toString(seconds),
                            "-f",
                            file.toString(),
                            "fengqiao")
                    .redirectErrorStream(true);
            builder.environment().put("PGPASSWORD", house.ownerPassword());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            Matcher found = TPS.matcher(said);
            if (!found.find()) {
                throw new IllegalStateException(said);
            }
            return Double.parseDouble(found.group(1));
        } catch (IOException missing) {
            System.out.println("pgbench is not installed (Debian: postgresql-contrib): no bracket is measured.");
            return Double.NaN;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
