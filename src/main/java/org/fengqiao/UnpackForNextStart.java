package org.fengqiao;

import java.io.IOException;
import java.nio.file.Path;
import org.fengqiao.database.DataFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Once the house is open, unpacks the packaged program, so that it opens sooner the next time. */
@Component
class UnpackForNextStart {

    private static final Logger log = LoggerFactory.getLogger(UnpackForNextStart.class);

    private final DataFolder data;

    UnpackForNextStart(DataFolder data) {
        this.data = data;
    }

    @EventListener
    void opened(ApplicationReadyEvent event) {
        Unpacked.ofThisProgram().ifPresent(program -> {
            Path folder = data.folder(Unpacked.FOLDER);
            Thread.ofPlatform().name("unpacking").daemon().start(() -> {
                try {
                    program.unpack(folder);
                } catch (IOException full) {
                    log.warn("The program could not be unpacked into {}; it will start from its jar", folder, full);
                }
            });
        });
    }
}
