package com.guance.marketplace.portal.partners;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Which programs of others may call. */
@ConfigMapping(prefix = "partners")
interface PartnersConfig {
    /** The list of them, as JSON; without it there are none. */
    Optional<Path> clientsFile();

    /** How often the file is looked at: for so long at most is a removed client still let in. */
    String rereadEvery();
}
