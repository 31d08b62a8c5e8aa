package org.fengqiao;

import java.time.Clock;
import java.time.ZoneId;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The house. */
@SpringBootApplication
public class Fengqiao {

    /** Opens the house. */
    public static void main(String[] args) {
        SpringApplication.run(Fengqiao.class, args);
    }

    /** Dates and years are those of China, wherever the machine stands. */
    @Bean
    Clock clock() {
        return Clock.system(ZoneId.of("Asia/Shanghai"));
    }
}
