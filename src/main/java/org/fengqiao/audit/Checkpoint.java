package org.fengqiao.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where every chain stood at one moment, as a text file that is kept outside the database. Each of its lines is sealed to the line above,
 * the first to the checkpoint before; the last seal is signed.
 *
 * @param number from 1
 * @param former seal of the checkpoint before
 * @param database whose transactions are counted: a restored database counts anew
 * @param below transactions below this number are in it
 * @param seal of the whole file
 * @param whole whether the file is as it was written and signed
 */
public record Checkpoint(int number, Instant at, Seal former, String database, long below, Seal seal, boolean whole) {

    static final String TITLE = "fengqiao-checkpoint 1";

    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,9})\\.txt");

    /** Of a file by its name; empty when it is no checkpoint. */
    static Optional<Integer> numberOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(Integer.parseInt(name.group(1))) : Optional.empty();
    }

    static String nameOf(int number) {
        return "checkpoint-%06d.txt".formatted(number);
    }

    /** Reads a file from end to end and tells each head with the kind of its chain; what cannot be read makes it not whole. */
    static Checkpoint read(Path file, CheckpointKey key, BiConsumer<String, KeepsChains.Head> each) throws IOException {
        Reading reading = new Reading(key, each);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reading.take(line);
            }
        } catch (DateTimeException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | java.nio.charset.CharacterCodingException torn) {
            reading.broken = true;
        }
        return new Checkpoint(
                reading.number,
                reading.at,
                reading.former,
                reading.database,
                reading.below,
                reading.running,
                !reading.broken && reading.signed && Optional.of(reading.number).equals(numberOf(file)));
    }

    private static final class Reading {
        private final CheckpointKey key;
        private final BiConsumer<String, KeepsChains.Head> each;
        private int number;
        private Instant at = Instant.EPOCH;
        private Seal former = Seal.NONE;
        private String database = "";
        private long below;
        private Seal running = Seal.NONE;
        private ChainHash.@Nullable Algorithm algorithm;
        private boolean sealed;
        private boolean signed;
        private boolean broken;

        Reading(CheckpointKey key, BiConsumer<String, KeepsChains.Head> each) {
            this.key = key;
            this.each = each;
        }

        void take(String line) {
            String[] words = line.split(" ", -1);
            broken |= signed;
            switch (words[0]) {
                case "seal" -> {
                    sealed = true;
                    broken |= !line.equals("seal " + running);
                    return;
                }
                case "signature" -> {
                    signed = sealed && key.signed(running, words[1]);
                    return;
                }
                case "hash" -> algorithm = ChainHash.Algorithm.valueOf(words[1]);
                case "number" -> number = Integer.parseInt(words[1]);
                case "at" -> at = Instant.parse(words[1]);
                case "former" -> {
                    broken |= algorithm != null;
                    former = words[1].equals("-") ? Seal.NONE : Seal.parse(words[1]);
                    running = former;
                }
                case "database" -> database = words[1];
                case "below" -> below = Long.parseLong(words[1]);
                case "head" ->
                    each.accept(
                            words[1],
                            new KeepsChains.Head(
                                    Long.parseLong(words[2]), Long.parseLong(words[3]), Seal.parse(words[4])));
                default -> broken |= !line.equals(TITLE);
            }
            broken |= sealed || algorithm == null && !words[0].equals("former") && !line.equals(TITLE);
            if (algorithm != null) {
                running = Seal.of(algorithm, running, line);
            }
        }
    }
}
