package com.guance.marketplace.portal.operators;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Who of Guance's own people may sign in. */
@ConfigMapping(prefix = "operators")
interface OperatorsConfig {
    /** The list of them, as JSON, a secret; without it there are none. */
    Optional<Path> file();

    /** How often the file is looked at: for so long at most is somebody still in who was taken out. */
    String rereadEvery();
}
