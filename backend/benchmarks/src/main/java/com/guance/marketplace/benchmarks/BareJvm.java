package com.guance.marketplace.benchmarks;

/** The least that a JVM can be asked: to start, say so, and stay until its input ends or it is told to go. */
final class BareJvm {
    private BareJvm() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("ready");
        if (arguments.length > 0) {
            Thread.sleep(60_000);
        }
    }
}
