package org.fengqiao.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Q1: there are enough planted faults, and each still fits today's sources; {@link EveryPlantedFault} shows that they are noticed. */
class PlantedFaultsTest {

    private static Stream<PlantedFault> faults() {
        return PlantedFault.all().stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itFitsTheSourcesOfTodayAndNamesATestThatIsThere(PlantedFault fault) throws Exception {
        assertThat(fault.name()).matches("[0-9]{2}-[a-z0-9-]+");
        assertThat(fault.why()).as("why").matches(".*[a-z].*\\.");
        assertThat(fault.changes()).isNotEmpty();
        for (PlantedFault.Change change : fault.changes()) {
            String text = Files.readString(Path.of(change.file()));
            assertThat(change.times(text))
                    .as("how often these words stand in %s: %s", change.file(), change.right())
                    .isEqualTo(1);
            assertThat(change.in(text)).isNotEqualTo(text);
            assertThat(change.file()).startsWith("src/main/");
        }
        Class<?> test = Class.forName(fault.testClass(), false, getClass().getClassLoader());
        if (!fault.testMethod().isEmpty()) {
            assertThat(Arrays.stream(test.getDeclaredMethods()).map(java.lang.reflect.Method::getName))
                    .contains(fault.testMethod());
        }
    }

    @Test
    void thereAreThirtyAtLeastEachWithANumberOfItsOwn() throws IOException {
        List<PlantedFault> faults = PlantedFault.all();
        assertThat(faults).hasSizeGreaterThanOrEqualTo(30);
        assertThat(faults).extracting(PlantedFault::number).doesNotHaveDuplicates();
    }
}
