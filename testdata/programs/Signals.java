// exit: 143

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Handlers of signals, signals that cannot be handled, and the end by a signal. */
public class Signals {
    public static void main(String[] args) throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        SignalHandler old = Signal.handle(new Signal("USR1"), signal -> {
            System.out.println(signal + " " + signal.getName() + " " + signal.getNumber() + " in " + Thread.currentThread().getName());
            came.countDown();
        });
        System.out.println(old == SignalHandler.SIG_DFL);
        Signal.raise(new Signal("USR1"));
        came.await();
        System.out.println(Signal.handle(new Signal("USR1"), SignalHandler.SIG_IGN) == SignalHandler.SIG_DFL);
        try {
            Signal.raise(new Signal("USR1"));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(Signal.handle(new Signal("USR1"), SignalHandler.SIG_DFL) == SignalHandler.SIG_IGN);
        for (String name : new String[] {"SEGV", "FPE", "ILL", "QUIT", "KILL", "STOP", "NOSUCH", "CLD"}) {
            try {
                Signal.handle(new Signal(name), signal -> {});
                System.out.println(name + " is handled");
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Signal.raise(new Signal("TERM"));
        Thread.sleep(60_000);
    }
}
