package com.guance.marketplace.emulator;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Runs an emulator on its own, configured by {@code EMULATOR_...} variables, until it is told to stop. */
public final class EmulatorMain {
    private EmulatorMain() {}

    /**
     * Exits with 1 and one line on the error stream if it cannot start.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws InterruptedException {
        EmulatorSettings settings;
        MarketplaceEmulator emulator;
        try {
            settings = EnvironmentSettings.read(System.getenv());
            emulator = MarketplaceEmulator.start(settings, Clock.systemUTC());
        } catch (RuntimeException e) {
            System.err.println("The marketplace emulator cannot start. " + e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        System.out.printf(
                "Marketplace emulator: %s/marketplace, mail at %s/inbox, state %s%n",
                emulator.address(),
                emulator.address(),
                settings.dataDir() == null ? "in memory only" : "in " + settings.dataDir());
        new CountDownLatch(1).await();
    }
}
