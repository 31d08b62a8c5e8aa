package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void aDiskWithoutRoomIsRecognisedWhereverItIs() {
        assertThat(Outage.isFullDisk(new IllegalStateException(new SQLException("could not extend file", "53100"))))
                .isTrue();
        assertThat(Outage.isFullDisk(
                        new UncheckedIOException(new FileSystemException("a.jpg", null, "No space left on device"))))
                .isTrue();
        assertThat(Outage.isFullDisk(new IOException("Broken pipe"))).isFalse();
        assertThat(Outage.isFullDisk(new SQLException("too many connections", "53300")))
                .isFalse();
    }

    @Test
    void aServerThatIsAwayIsToldFromOneThatWasAskedSomethingWrong() {
        assertThat(Outage.isBehind(new IllegalStateException(new SQLException("connection lost", "08006"))))
                .isTrue();
        assertThat(Outage.isBehind(new SQLException("terminating", "57P01"))).isTrue();
        assertThat(Outage.isBehind(new SQLException("duplicate key", "23505"))).isFalse();
    }
}
